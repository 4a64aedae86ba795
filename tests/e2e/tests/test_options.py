# SPDX-License-Identifier: MIT
"""Options that are wrong, and a machine that is not ready: what the server
says, and that it asks no CA."""
import os
import pwd
import signal
import socket
import subprocess
from typing import List, Tuple

from harness.case import NAME, NO_ANSWER, PATIENCE_S, Case, program
from rig.client import http_get
from rig.ports import free_port
from rig.server import Server, TwoVhosts


class Options(Case):
    def run_it(self, *arguments: str,
               before: Tuple[str, ...] = ()) -> Tuple[int, str]:
        """Exit status and output of a server that ends by itself."""
        run = subprocess.run([*before, str(program("ACME_SERVER")),
                              *arguments], stdin=subprocess.DEVNULL,
                             text=True, timeout=PATIENCE_S,
                             stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
        return run.returncode, run.stdout

    def test_help_names_every_option(self) -> None:
        for word in ("--help", "-h"):
            status, text = self.run_it(word)
            self.assertEqual(status, 0)
            for option in Server(program("ACME_SERVER"), self.folder,
                                 self.ca(start=False), NAME).options:
                self.assertIn(f"--{option}", text)

    def test_version(self) -> None:
        for word in ("--version", "-V"):
            status, text = self.run_it(word)
            self.assertEqual(status, 0)
            self.assertRegex(text, r"^lws-acme-server \d+\.\d+\.\d+\n$")

    def test_unknown(self) -> None:
        status, text = self.run_it("--comon-name", "a.example.test")
        self.assertEqual(status, 2)
        self.assertIn("--common-name meant", text)

    def test_missing(self) -> None:
        status, text = self.run_it("--common-name", "a.example.test")
        self.assertEqual(status, 2)
        self.assertRegex(text, "--[a-z-]+ is needed")

    def test_bad_port(self) -> None:
        status, text = self.run_it("--port", "70000")
        self.assertEqual(status, 2)
        self.assertIn('--port "70000" is no port from 1 to 65535', text)

    def given(self, **options: str) -> List[str]:
        """All that a server needs, and ${options}."""
        server = Server(program("ACME_SERVER"), self.folder,
                        self.ca(start=False), NAME,
                        {"root": str(self.pages()), **{
                            name.replace("_", "-"): value
                            for name, value in options.items()}})
        return server.command()[1:]

    def ends(self, status: int, words: Tuple[str, ...],
             before: Tuple[str, ...] = (), **options: str) -> None:
        got, text = self.run_it(*self.given(**options), before=before)
        self.assertEqual(got, status, text)
        for word in words:
            self.assertIn(word, text)

    def wrong(self, option: str, value: str, *words: str) -> None:
        """It ends at once with 2, and names the option."""
        self.ends(2, (option, *words), **{option: value})

    def test_key_type(self) -> None:
        self.wrong("key-type", "rsa1024", "p384")

    def test_directory_url(self) -> None:
        self.wrong("directory-url", "http://ca.example.test/dir", "https")

    def test_challenge(self) -> None:
        self.wrong("challenge", "carrier-pigeon", "http-01")

    def test_renew_days(self) -> None:
        self.wrong("renew-days", "-3", "365")

    def test_names(self) -> None:
        self.wrong("subject-alt-name", "a.example.test,-b-", "-b-")
        self.wrong("common-name", "*.example.test", "not supported")
        self.wrong("common-name", "2001:db8::1", "is an address")

    def test_subject(self) -> None:
        self.wrong("organization", "x" * 65, "65 characters")
        self.wrong("country", "12", "two letters")

    def test_email(self) -> None:
        self.wrong("email", "a@example.test,b@example.test", "one address")

    def test_files(self) -> None:
        self.wrong("root", str(self.folder / "none"), "no folder")

    def test_root_that_has_the_keys(self) -> None:
        """By whatever spelling, and in a folder below."""
        link = self.folder / "link"
        link.symlink_to(self.folder)
        for root in (self.folder, link, self.folder / "www" / ".."):
            self.ends(2, ("auth-path", "--root serves"), root=str(root))
        inside = self.pages() / "keys"
        inside.mkdir(mode=0o700)
        self.wrong("key-path", str(inside / "a.key"), "--root serves")
        for name in ("there", "not-there-yet"):
            leads_in = self.folder / name
            leads_in.symlink_to(inside / f"{name}.key")
            (inside / "there.key").touch()
            further = self.folder / f"{name}-by-two"
            further.symlink_to(leads_in.name)
            for path in (leads_in, further):
                for option in ("key-path", "auth-path"):
                    self.wrong(option, str(path), "--root serves")
        self.wrong("ca-file", str(self.folder / "none"), "No such file")
        (self.folder / "empty").write_text("")
        self.wrong("ca-file", str(self.folder / "empty"), "no certificate")

    def test_one_file_by_two_options(self) -> None:
        """However it is spelled; nothing is made, and nothing is moved."""
        keys = self.folder / "k"
        keys.mkdir(mode=0o700)
        cert = keys / "c.pem"
        (self.folder / "also").symlink_to(keys)
        roots = self.ca(start=False).ca_file.read_bytes()
        cert.write_bytes(roots)
        for path in (f"{keys}//c.pem", f"{keys}/../k/c.pem",
                     f"{self.folder}/also/c.pem", f"{keys}/c.pem.new"):
            for option in ("key-path", "auth-path"):
                self.ends(2, (option, "cert-path"), cert_path=str(cert),
                          **{option: path})
        for option in ("key-path", "auth-path", "cert-path"):
            self.ends(2, (option, "ca-file"), ca_file=str(cert),
                      **{option: f"{self.folder}/also/c.pem"})
        self.wrong("key-path", f"{keys}/.", "is no file's name")
        self.assertEqual([path.name for path in keys.iterdir()], ["c.pem"])
        self.assertEqual(cert.read_bytes(), roots)

    def test_user(self) -> None:
        self.wrong("user", "nobody-of-that-name",
                   '"nobody-of-that-name" is no user')
        self.wrong("group", "no-group-of-that-name", "no group")

    def test_ports_that_do_not_fit(self) -> None:
        port = str(free_port())
        self.ends(2, ("http-port",), port=port, http_port=port)
        server = self.given(challenge="http-01")
        status, text = self.run_it(*(word for word in server
                                     if not word.startswith("--http-port")))
        self.assertEqual(status, 2, text)
        self.assertIn("--http-port", text)

    def test_port_in_use(self) -> None:
        with socket.create_server(("", 0)) as other:
            port = str(other.getsockname()[1])
            self.ends(1, (f"port {port} is in use",), port=port)
            self.ends(1, (f"port {port} is in use",), http_port=port)

    def test_port_of_root_alone(self) -> None:
        if os.geteuid():
            before: Tuple[str, ...] = ()
        else:
            nobody = pwd.getpwnam("nobody")
            before = ("setpriv", f"--reuid={nobody.pw_uid}",
                      f"--regid={nobody.pw_gid}", "--clear-groups")
            os.chmod(self.folder, 0o755)
        self.ends(1, ("port 7 can't be listened on", "CAP_NET_BIND_SERVICE"),
                  before=before, port="7")

    def served_without(self, server: Server, *words: str) -> None:
        server.process.wait_message("gets no certificate from", *words)
        server.process.wait_listening(server.port)
        self.refused(server)

    def test_program_serves_without_the_plugin(self) -> None:
        ca = self.ca(start=False)
        ca.directory = "http://ca.example.test/dir"
        server = self.minimal(ca, program("ACME_EXAMPLE"))
        self.served_without(server, '"directory-url"', "https")
        self.assertEqual(http_get(server.http_port, NAME, NO_ANSWER)[0], 404)

    def test_no_vhost_that_could_answer(self) -> None:
        ca = self.ca()
        server = TwoVhosts(program("ACME_TWO_VHOSTS"), self.folder, ca, NAME)
        server.more = ["http-01"]
        self.serving(server)
        self.served_without(server, '"challenge" is "http-01"', "no vhost")
        self.assertEqual(ca.requests(), [])

    def test_port_that_no_ca_visits(self) -> None:
        """It may be forwarded: so it is told, and tried."""
        port, plain = str(free_port()), str(free_port())
        server = self.server(self.ca(start=False),
                             options={"port": port, "http-port": plain})
        line = server.process.wait_line("forward port")
        self.assertIn(f"port 80, and this server listens on {plain}", line)
        self.stopped(server)
        server = self.server(self.ca(start=False),
                             options={"port": port, "http-port": None})
        line = server.process.wait_line("forward port")
        self.assertIn(f"port 443, and this server listens on {port}", line)

    def test_hang_up(self) -> None:
        """Not the end: others read their configuration anew then."""
        server = self.server(self.ca(start=False))
        server.process.wait_listening(server.port)
        for nth in (1, 2):
            os.kill(server.process.pid, signal.SIGHUP)
            server.process.wait_line("SIGHUP changes nothing", nth=nth)
        server.process.wait_listening(server.http_port)
        self.stopped(server)


class Clock(Case):
    def test_clock_of_1970(self) -> None:
        server = self.server(self.ca(start=False), wrapper=(
            "env", f"LD_PRELOAD={os.environ['ACME_CLOCK_OF_1970']}"))
        line = server.process.wait_line("the system clock")
        self.assertIn("1970-01-01 00:00:12 UTC", line)
        self.assertIn(NAME, line)
