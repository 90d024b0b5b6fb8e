// A web app that people log in to: Express and openid-client.
import express from "express";
import session from "express-session";
import * as oidc from "openid-client";

const issuer = new URL("http://localhost:8080/s/acme");
const clientId = "00000000-0000-4000-8000-000000004002";
const redirectUri = "http://localhost:4002/callback";
const home = new URL("/", redirectUri);

// Only while developing may the portal be reached without TLS.
const execute = issuer.protocol === "http:" ? [oidc.allowInsecureRequests] : [];
const config = await oidc.discovery(issuer, clientId, process.env.CLIENT_SECRET, undefined, { execute });

const app = express();
app.use(session({ name: "express", secret: crypto.randomUUID(), resave: false, saveUninitialized: false, cookie: { sameSite: "lax" } }));

const escape = (text) => text.replace(/[&<>"]/g, (letter) => `&#${letter.codePointAt(0)};`);

app.get("/", (request, response) => {
  const { person, refreshed } = request.session;
  if (!person) return response.send('<h1>Shop</h1><p><a href="/login">Log in</a></p>');
  response.send(`<h1>Shop</h1><p id="who">${escape(person.email)}</p><p id="refreshed">${refreshed}</p>
    <form method="post" action="/refresh"><button>Refresh</button></form>
    <form method="post" action="/logout"><button>Log out</button></form>`);
});

app.get("/login", async (request, response) => {
  const [verifier, state] = [oidc.randomPKCECodeVerifier(), oidc.randomState()];
  request.session.flow = { verifier, state };
  const url = oidc.buildAuthorizationUrl(config, {
    redirect_uri: redirectUri,
    scope: "openid profile email offline_access",
    code_challenge: await oidc.calculatePKCECodeChallenge(verifier),
    code_challenge_method: "S256",
    state,
  });
  response.redirect(url.href);
});

app.get("/callback", async (request, response) => {
  const { verifier, state } = request.session.flow ?? {};
  if (!state) return response.redirect("/login");
  const tokens = await oidc.authorizationCodeGrant(config, new URL(request.originalUrl, home), {
    pkceCodeVerifier: verifier,
    expectedState: state,
    idTokenExpected: true,
  });
  const person = await oidc.fetchUserInfo(config, tokens.access_token, tokens.claims().sub);
  // A new session, so that one that somebody else has put there is not logged in.
  request.session.regenerate(() => {
    Object.assign(request.session, { person, refreshed: 0, idToken: tokens.id_token, refreshToken: tokens.refresh_token });
    response.redirect("/");
  });
});

app.post("/refresh", async (request, response) => {
  const tokens = await oidc.refreshTokenGrant(config, request.session.refreshToken);
  request.session.refreshToken = tokens.refresh_token;
  request.session.refreshed += 1;
  response.redirect(303, "/");
});

app.post("/logout", (request, response) => {
  const url = oidc.buildEndSessionUrl(config, { id_token_hint: request.session.idToken, post_logout_redirect_uri: home.href });
  request.session.destroy(() => response.redirect(303, url.href));
});

app.listen(home.port || 3000, "127.0.0.1", () => console.log(`Open ${home}`));
