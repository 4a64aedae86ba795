/* SPDX-License-Identifier: MIT */
/* What the files of the model CA tell one another. */
#ifndef SIM_CA_PRIVATE_H
#define SIM_CA_PRIVATE_H

#include "ca.h"

#define CA_TEXT_MAX (4 * 1024 * 1024)

/* A request, read, and the answer that is made to it. */
struct ca_exchange {
	struct ca *ca;
	struct ca_line line; /* of the script */
	/* the request */
	char method[8];
	char path[128]; /* without the first '/' */
	char resource[16];
	unsigned int number, index; /* of the object: /order/3, /authz/3/1 */
	unsigned int type;	    /* of ca->types: /challenge/3/1/0 */
	struct acme_span head, body;
	bool has_kid;
	char thumbprint[64];	 /* of the key in jwk */
	struct acme_buf payload; /* decoded */
	/* the answer */
	unsigned int status;
	struct acme_buf headers, out;
};

/* ca_http.c */
void ca_http_init(struct ca *ca);

/* ca_send.c */
void ca_send(struct ca_exchange *x, struct acme_stream *stream);

/* ca_jws.c; false: the answer says what is wrong. */
bool ca_jws_read(struct ca_exchange *x);
void ca_nonce_give(struct ca *ca, struct acme_buf *headers);
void ca_wrong(struct ca *ca, const char *resource, const char *what);

/* ca_orders.c */
void ca_answer(struct ca_exchange *x);
void ca_refuse(struct ca_exchange *x, unsigned int status, const char *problem);
struct ca_order *ca_order_add(struct ca *ca, size_t n_names);
void ca_order_add_name(struct ca_order *order, struct acme_span name);
void ca_orders_free(struct ca *ca);

/* ca_v1.c; false: it is no resource of ACME v1. */
bool ca_v1_answer(struct ca_exchange *x);

/* ca_validate.c */
void ca_validate(struct ca_order *order, struct ca_authz *authz);

/* The token of each type of challenge is another. */
void ca_token(const struct ca_authz *authz, unsigned int type, char token[64]);

/* ca_objects.c */
void ca_write_directory(struct ca_exchange *x);
void ca_write_order(struct ca_exchange *x, const struct ca_order *order);
void ca_write_authz(struct ca_exchange *x, const struct ca_authz *authz);
void ca_write_challenge(struct ca_exchange *x, const struct ca_authz *authz);

/* ca_issue.c; false: the CSR is not what was ordered. */
void ca_issue_init(struct ca *ca);
bool ca_issue(struct ca_order *order, struct acme_span csr_der);

/* Append; memory is never short here. */
void ca_add(struct acme_buf *buf, const char *fmt, ...) ACME_PRINTF(2, 3);

/* What the URLs of Location and Link begin with. */
static inline const char *
ca_base(const struct ca *ca)
{
	return ca->relative ? "/" : CA_URL;
}

#endif
