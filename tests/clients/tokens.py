"""Access tokens as the backends of sites believe them, with libraries that others wrote: PyJWT and jose.

Runs beside tests/clients/portal, and moves its clock through a change of keys. The tokens last an hour.
"""

import json
import os
import pathlib
import subprocess
import urllib.request

import jwt

PORTAL, VESTIBULE, CLOCK = os.environ["PORTAL"], os.environ["VESTIBULE"], pathlib.Path(os.environ["FAKETIME_TIMESTAMP_FILE"])
EMAIL, PASSWORD = "ada@example.com", "correct horse battery staple"


def ask(path, body=None):
    headers = {"Content-Type": "application/json", "X-API-Key": os.environ["MASTER_API_KEY"]}
    request = urllib.request.Request(PORTAL + path, body and json.dumps(body).encode(), headers)
    with urllib.request.urlopen(request) as answer:
        return json.load(answer)


def vestibule(*arguments, **given):
    subprocess.run([VESTIBULE, *arguments], check=True, stdout=subprocess.DEVNULL, text=True, cwd="/", **given)


class Site:
    def __init__(self, algorithm):
        self.algorithm, self.slug = algorithm, algorithm.lower()
        self.issuer = f"{PORTAL}/s/{self.slug}"
        self.keys = f"{self.issuer}/.well-known/jwks.json"
        where = {"domain": f"{self.slug}.example", "frontend_url": f"https://{self.slug}.example"}
        mail = {"email_from": f"hello@{self.slug}.example", "email_from_name": algorithm}
        ask("/api/sites", {"name": algorithm, "settings": {"signing_algorithm": algorithm}, **where, **mail})
        vestibule("user", "create", "--site", self.slug, "--email", EMAIL, "--password-stdin", input=PASSWORD)

    def token(self):
        return ask(f"/s/{self.slug}/api/auth/login", {"email": EMAIL, "password": PASSWORD})["access_token"]

    def published(self):
        return jwt.PyJWKClient(self.keys).get_jwk_set()

    def pyjwt_believes(self, token, published=None):
        try:
            key = (published or self.published())[jwt.get_unverified_header(token)["kid"]]
            claims = jwt.decode(token, key, [self.algorithm], issuer=self.issuer, audience=self.issuer)
            return claims["sub"] == ask(f"/s/{self.slug}/api/auth/login", {"email": EMAIL, "password": PASSWORD})["user"]["id"]
        except (jwt.InvalidTokenError, KeyError):
            return False

    def jose_believes(self, token):
        return subprocess.run(["node", "jose.js", token, self.issuer, self.keys], stderr=subprocess.DEVNULL).returncode == 0

    def believed(self, token):
        """Both agree."""
        verdicts = {self.pyjwt_believes(token), self.jose_believes(token)}
        assert len(verdicts) == 1, f"{self.algorithm}: the libraries disagree on {token}"
        return verdicts.pop()


os.chdir(pathlib.Path(__file__).parent)
sites = [Site(algorithm) for algorithm in ("EdDSA", "ES256", "RS256")]

first = {site: site.token() for site in sites}
for site, token in first.items():
    header = jwt.get_unverified_header(token)
    assert (header["alg"], header["typ"]) == (site.algorithm, "at+jwt"), header
    assert site.believed(token)
    head, claims, signature = token.split(".")
    middle = len(signature) // 2
    other = "A" if signature[middle] != "A" else "B"
    assert not site.believed(f"{head}.{claims}.{signature[:middle]}{other}{signature[middle + 1:]}"), "altered"
    assert not any(stranger.believed(token) for stranger in sites if stranger != site), "another site's"

for site in sites:
    vestibule("keys", "rotate", "--site", site.slug)
kept = {site: site.published() for site in sites}
for site in sites:
    assert len(kept[site].keys) == 2, "the next key is published"
    old = jwt.get_unverified_header(first[site])["kid"]
    assert jwt.get_unverified_header(site.token())["kid"] == old, "and does not sign yet"

CLOCK.write_text("+11m")
for site in sites:
    token = site.token()
    assert jwt.get_unverified_header(token)["kid"] != jwt.get_unverified_header(first[site])["kid"], "now it signs"
    assert site.pyjwt_believes(token, kept[site]), "whoever has kept the key set knows it"
    assert site.believed(token) and site.believed(first[site]), "and the old one's tokens are as good as before"

CLOCK.write_text("+80m")
for site in sites:
    assert not site.believed(first[site]), "an hour has passed"
    assert len(site.published().keys) == 1, "the old key is gone"
    assert site.believed(site.token())

print(f"PyJWT {jwt.__version__} and jose agree with the portal, through a change of keys: {', '.join(s.algorithm for s in sites)}")
