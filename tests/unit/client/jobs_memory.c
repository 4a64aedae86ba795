/* SPDX-License-Identifier: MIT */
/*
 * A job for which memory runs out, at each allocation in turn, answers all the
 * same: with a class and a sentence.  The linker puts the engine's functions
 * here before the real ones (--wrap); so an answer comes here, and to no loop.
 */
#include "client/jobs.h"

#include "engine/engine.h"
#include "memory/short_memory.h"
#include "test.h"

enum {
	DONE = 1,
	FAILED
};

void __wrap_sm_loop_queue(struct sm *sm, uint8_t id, void *payload,
			  uint32_t generation);
void __wrap_sm_answer(struct sm *sm, uint8_t id, void *payload);

static unsigned int n_answers;
static struct sm_event answer;

void
__wrap_sm_loop_queue(struct sm *sm, uint8_t id, void *payload,
		     uint32_t generation)
{
	(void)sm;
	answer = (struct sm_event){ .id = id,
				    .payload = payload,
				    .generation = generation };
	n_answers++;
}

void
__wrap_sm_answer(struct sm *sm, uint8_t id, void *payload)
{
	__wrap_sm_loop_queue(sm, id, payload, sm->generation);
}

static void
work(struct acme_port *port, struct acme_job *job)
{
	(void)port;
	job->run(job);
	/* The answer's own memory is another matter: it may be NULL. */
	memory_is_enough();
	job->finish(job);
}

static struct acme_port port = { .work = work };
static struct sm sm;
static const struct sm_requester requester = { .sm = &sm,
					       .done = DONE,
					       .failed = FAILED };
static struct acme_key *key;
static struct acme_secret jwk = ACME_SECRET_INIT(ACME_KEY_TEXT_MAX);

/* Ask with ever more memory, until it is enough. */
static void
with_ever_more(void (*request)(void), void (*release)(void *))
{
	const struct acme_fault *fault;
	size_t n, n_reported = 0;

	for (n = 0, answer.id = FAILED; answer.id == FAILED; n++) {
		n_answers = 0;
		memory_lasts(n);
		request();
		memory_is_enough();
		CHECK_INT(n_answers, 1);
		if (!n || answer.id == DONE)
			continue; /* without a job there is no sentence */
		fault = answer.payload;
		CHECK(fault);
		CHECK_ERR(fault->err, ACME_ERR_MEMORY);
		CHECK(fault->text[0]);
		free(answer.payload);
		answer.payload = NULL;
		n_reported++;
		CHECK(n < 100000);
	}
	CHECK(n_reported > 1);
	release(answer.payload);
}

static void
release_text(void *text)
{
	acme_text_free(text);
}

static void
release_key(void *box)
{
	acme_key_box_free(box);
}

static void
ask_sign(void)
{
	const struct acme_jws_header header = {
		.kid = "https://a.example/1",
		.nonce = "n",
		.url = "https://a.example/2",
	};

	acme_job_sign(&port, key, &header, ACME_SPAN("{}"), &requester);
}

static void
ask_read_key(void)
{
	acme_job_read_key(&port, &jwk, &requester);
}

static void
memory_runs_out_for_a_signature(void)
{
	with_ever_more(ask_sign, release_text);
}

static void
memory_runs_out_for_a_key(void)
{
	with_ever_more(ask_read_key, release_key);
}

static void
set_up(void)
{
	CHECK_OK(acme_key_generate(ACME_KEY_P256, &key, NULL));
	CHECK_OK(acme_key_to_jwk(key, &jwk));
}

static void
tear_down(void)
{
	acme_key_unref(key);
	acme_secret_clear(&jwk);
}

static const struct test tests[] = {
	TEST(set_up),
	TEST(memory_runs_out_for_a_signature),
	TEST(memory_runs_out_for_a_key),
	TEST(tear_down),
};

TEST_MAIN(tests)
