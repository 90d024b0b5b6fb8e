"""A web app that people log in to: Flask and Authlib."""

import os
import secrets
from urllib.parse import urlencode, urljoin, urlsplit

from authlib.integrations.flask_client import OAuth
from flask import Flask, redirect, render_template_string, session

ISSUER = "http://localhost:8080/s/acme"
CLIENT_ID = "00000000-0000-4000-8000-000000004003"
REDIRECT_URI = "http://localhost:4003/callback"
HOME = urljoin(REDIRECT_URI, "/")

app = Flask(__name__)
app.secret_key = secrets.token_bytes(32)
app.config.update(SESSION_COOKIE_NAME="flask", SESSION_COOKIE_SAMESITE="Lax")

portal = OAuth(app).register(
    "portal",
    server_metadata_url=f"{ISSUER}/.well-known/openid-configuration",
    client_id=CLIENT_ID,
    client_secret=os.environ["CLIENT_SECRET"],
    client_kwargs={"scope": "openid profile email offline_access", "code_challenge_method": "S256"},
)

PAGE = """<h1>Shop</h1>
{% if person %}<p id="who">{{ person.email }}</p><p id="refreshed">{{ refreshed }}</p>
<form method="post" action="/refresh"><button>Refresh</button></form>
<form method="post" action="/logout"><button>Log out</button></form>
{% else %}<p><a href="/login">Log in</a></p>{% endif %}"""


@app.get("/")
def home():
    return render_template_string(PAGE, person=session.get("person"), refreshed=session.get("refreshed"))


@app.get("/login")
def login():
    return portal.authorize_redirect(REDIRECT_URI)


@app.get("/callback")
def callback():
    tokens = portal.authorize_access_token()
    person = portal.userinfo(token=tokens)
    session.clear()
    session.update(person=person, refreshed=0, id_token=tokens["id_token"], refresh_token=tokens["refresh_token"])
    return redirect("/")


@app.post("/refresh")
def refresh():
    tokens = portal.fetch_access_token(grant_type="refresh_token", refresh_token=session["refresh_token"])
    session.update(refreshed=session["refreshed"] + 1, refresh_token=tokens["refresh_token"])
    return redirect("/", 303)


@app.post("/logout")
def logout():
    end = portal.load_server_metadata()["end_session_endpoint"]
    parameters = {"id_token_hint": session.get("id_token", ""), "post_logout_redirect_uri": HOME}
    session.clear()
    return redirect(f"{end}?{urlencode(parameters)}", 303)


if __name__ == "__main__":
    app.run(host="127.0.0.1", port=urlsplit(HOME).port or 3000)
