# SPDX-License-Identifier: MIT
"""lwsws with options that are wrong, which leave other vhosts alone."""
from harness.case import NAME
from harness.lwsws import HOME, Lwsws, change
from harness.validator import Seen
from harness.wire import Wire
from rig.client import Certificate
from rig.server import TROUBLE
from test_lwsws import OTHER, LwswsCase

SUBJECT = ("country", "state", "locality", "organization")
NEEDED = ("auth-path", "cert-path", "key-path", "directory-url",
          "common-name")
# What is written in place of what, and what the log says of the vhost.
WRONG = (
    *(((f'"{option}": "{{{option}}}",', ""), f'option "{option}" is missing')
      for option in NEEDED),
    *(((f'"{option}": "{{{option}}}"', f'"{option}": ""'),
       f'option "{option}" is missing') for option in NEEDED),
    (('"country"', '"contry"'),
     'option "contry" is unknown: is "country" meant'),
    (('"country"', '"zzzzzzzzzz"'),
     'option "zzzzzzzzzz" is unknown: take it out'),
    (('"country"', '"state": "Taipei", "country"'),
     'option "state" is given twice'),
    (('"country": "TW"', '"country": "Taiwan"'),
     'option "country" is "Taiwan": give the two letters'),
    (('"country"', '"key-type": "rsa1024", "country"'),
     'option "key-type" is "rsa1024": use p256, p384'),
    (('"country"', '"account-key-type": "ed25519", "country"'),
     'option "account-key-type" is "ed25519": use p256'),
    (('"country"', '"challenge": "dns-01", "country"'),
     'option "challenge" is "dns-01": use auto, http-01'),
    (('"country"', '"renew-days": "soon", "country"'),
     'option "renew-days" is "soon": give a number of days'),
    (('"country"', '"subject-alt-name": "a.example.test, 192.0.2.1", "country"'),
     'option "subject-alt-name": "192.0.2.1" is an address'),
    (('"common-name": "{common-name}"', '"common-name": "no name"'),
     'option "common-name": "no name" is no DNS name'),
    (('"email": "hostmaster@example.test"', '"email": "hostmaster"'),
     'option "email" is "hostmaster": give an address such as'),
    (('"directory-url": "https:', '"directory-url": "http:'),
     'option "directory-url": '),
    (('"cert-path": "{cert-path}"', '"cert-path": "{key-path}"'),
     'option "cert-path" is "{key-path}": it needs a file of its own'),
    (('"auth-path": "{auth-path}"', '"auth-path": "{cert-path}"'),
     'option "auth-path" is "{cert-path}": it needs a file of its own'),
)


class BadOptions(LwswsCase):
    """Vhosts with one wrong option each, on the port of a good one and made
    before it."""

    def test_each(self) -> None:
        server = self.lwsws()
        names = [f"wrong-{n}.example.test" for n in range(len(WRONG))]
        for name, (edit, _) in zip(names, WRONG):
            page = change(server.files[HOME], {NAME: name})
            old, new = (self.filled(text, server, name) for text in edit)
            server.files[f"conf.d/a-{name}"] = change(page, {old: new})
        self.serving(server)
        self.issued(server)
        self.assertEqual(self.client(server).get(), (200, b"a page\n"))
        for name, (_, said) in zip(names, WRONG):
            server.process.wait_message(f'vhost "{name}" gets no',
                                        self.filled(said, server, name))
        self.assertEqual(server.process.count("gets no certificate from"),
                         len(WRONG))
        self.assertEqual(server.process.count(
            TROUBLE.lstrip(r"\] ") + f'.*lws-acme-client.*"{NAME}"'), 0)

    @staticmethod
    def filled(text: str, server: Lwsws, name: str) -> str:
        """With the values that the vhost's page has."""
        for option, value in {
                "auth-path": server.auth_path,
                "cert-path": server.acme / f"{name}.crt.pem",
                "key-path": server.acme / f"{name}.key.pem",
                "directory-url": server.ca.directory,
                "common-name": name}.items():
            text = text.replace(f"{{{option}}}", str(value))
        return text

    def test_other_options_for_the_same_files(self) -> None:
        server = self.lwsws()
        server.files["conf.d/z-another"] = change(
            server.files[HOME], {f'"name": "{NAME}"': f'"name": "{OTHER}"',
                                 '"country": "TW"': '"country": "DE"'})
        self.serving(server)
        self.says(server, f'vhost "{OTHER}" gets no', 'option "country"',
                  f'vhost "{NAME}", which has the same cert-path')
        self.issued(server)

    def hesitant_client(self, server: Lwsws) -> Seen:
        """It says nothing once it is connected, until another was served."""
        with Wire(server.port, NAME) as wire:
            self.chain(server)
            wire.send([wire.hello])
            return wire.finish()

    def test_old_certificate_is_served_on(self) -> None:
        """The server had run well before the mistake."""
        server = self.serving(self.lwsws())
        before, good = self.issued(server)[0], server.files[HOME]
        n_requests = len(server.ca.requests())
        for changes, words in (
                ({f'"common-name": "{NAME}",': ""},
                 'option "common-name" is missing'),
                ({'"country"': '"contry"'}, 'is "country" meant'),
                ({'"directory-url": "https': '"directory-url": "http'},
                 "is not https"),
                ({'"country"': '"key-type": "rsa1024", "country"'},
                 'option "key-type" is "rsa1024"')):
            self.stopped(server)
            server.files[HOME] = change(good, changes)
            self.start(server)
            self.says(server, words, f'vhost "{NAME}"')
            server.process.wait_listening(server.port)
            seen = self.hesitant_client(server).certificate
            self.assertEqual(Certificate(seen).serial, before.serial)
            self.assertEqual(self.chain(server)[0].serial, before.serial)
        self.assertEqual(len(server.ca.requests()), n_requests)

    def test_no_subject(self) -> None:
        """Not wrong: those four are optional."""
        server = self.lwsws()
        lines = server.files[HOME].splitlines(keepends=True)
        left = [line for line in lines
                if not line.strip().startswith(tuple(f'"{name}"'
                                                     for name in SUBJECT))]
        self.assertEqual(len(lines) - len(left), len(SUBJECT))
        server.files[HOME] = "".join(left)
        self.issued(self.serving(server))
