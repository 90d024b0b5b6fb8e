// A single-page app that people log in to: nothing but oauth4webapi. Tokens live as long as the page.
import * as oauth from "oauth4webapi";

const issuer = new URL("http://localhost:8080/s/acme");
const client: oauth.Client = { client_id: "00000000-0000-4000-8000-000000004004" };
const redirectUri = "http://localhost:4004/";

// Only while developing may the portal be reached without TLS.
const options = { [oauth.allowInsecureRequests]: issuer.protocol === "http:" };
const server = await oauth.processDiscoveryResponse(issuer, await oauth.discoveryRequest(issuer, options));

let tokens: oauth.TokenEndpointResponse | undefined;
let subject = "";
let refreshed = 0;

const app = document.querySelector("#app")!;
const show = (id: string, text: string) => app.append(Object.assign(document.createElement("p"), { id, textContent: text }));
const button = (text: string, act: () => Promise<void>) =>
  app.append(Object.assign(document.createElement("button"), { textContent: text, onclick: act }));

async function logIn() {
  const [verifier, state] = [oauth.generateRandomCodeVerifier(), oauth.generateRandomState()];
  sessionStorage.flow = JSON.stringify({ verifier, state });
  const url = new URL(server.authorization_endpoint!);
  url.search = new URLSearchParams({
    client_id: client.client_id,
    redirect_uri: redirectUri,
    response_type: "code",
    scope: "openid profile email",
    code_challenge: await oauth.calculatePKCECodeChallenge(verifier),
    code_challenge_method: "S256",
    state,
  }).toString();
  location.assign(url);
}

async function comeBack() {
  const here = new URL(location.href);
  const { verifier, state } = JSON.parse(sessionStorage.flow ?? "{}");
  if (!here.searchParams.has("state") || !state) return;
  delete sessionStorage.flow;
  history.replaceState(null, "", redirectUri);
  const answer = oauth.validateAuthResponse(server, client, here, state);
  const response = await oauth.authorizationCodeGrantRequest(server, client, oauth.None(), answer, redirectUri, verifier, options);
  tokens = await oauth.processAuthorizationCodeResponse(server, client, response, { requireIdToken: true });
  subject = oauth.getValidatedIdTokenClaims(tokens)!.sub;
}

async function refresh() {
  const response = await oauth.refreshTokenGrantRequest(server, client, oauth.None(), tokens!.refresh_token!, options);
  const fresh = await oauth.processRefreshTokenResponse(server, client, response);
  tokens = { ...tokens!, ...fresh };
  refreshed += 1;
  await draw();
}

async function logOut() {
  const url = new URL(server.end_session_endpoint!);
  url.search = new URLSearchParams({ id_token_hint: tokens!.id_token!, post_logout_redirect_uri: redirectUri }).toString();
  location.assign(url);
}

async function draw() {
  if (!tokens) return app.replaceChildren(), button("Log in", logIn);
  const response = await oauth.userInfoRequest(server, client, tokens.access_token, options);
  const person = await oauth.processUserInfoResponse(server, client, subject, response);
  app.replaceChildren();
  show("who", String(person.email));
  show("refreshed", String(refreshed));
  button("Refresh", refresh);
  button("Log out", logOut);
}

await comeBack();
await draw();
