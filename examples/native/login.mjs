// A program on a person's own machine: it has the browser log in, and listens for the answer. openid-client.
import { createServer } from "node:http";
import * as oidc from "openid-client";

const issuer = new URL("http://localhost:8080/s/acme");
const clientId = "00000000-0000-4000-8000-000000004006";
// The port is whichever is free; it is not registered.
const redirectUri = new URL("http://127.0.0.1/callback");

// Only while developing may the portal be reached without TLS.
const execute = issuer.protocol === "http:" ? [oidc.allowInsecureRequests] : [];
const config = await oidc.discovery(issuer, clientId, undefined, oidc.None(), { execute });

const server = createServer();
await new Promise((listening) => server.listen(0, "127.0.0.1", listening));
redirectUri.port = server.address().port;

const [verifier, state] = [oidc.randomPKCECodeVerifier(), oidc.randomState()];
const url = oidc.buildAuthorizationUrl(config, {
  redirect_uri: redirectUri.href,
  scope: "openid profile email offline_access",
  code_challenge: await oidc.calculatePKCECodeChallenge(verifier),
  code_challenge_method: "S256",
  state,
});
console.log(`Open ${url.href}`);

server.on("request", async (request, response) => {
  const answer = new URL(request.url, redirectUri);
  if (answer.pathname !== redirectUri.pathname) return response.writeHead(404).end();
  const checks = { pkceCodeVerifier: verifier, expectedState: state, idTokenExpected: true };
  const tokens = await oidc.authorizationCodeGrant(config, answer, checks);
  const person = await oidc.fetchUserInfo(config, tokens.access_token, tokens.claims().sub);
  const fresh = await oidc.refreshTokenGrant(config, tokens.refresh_token);
  response.end("You are logged in. This window can be closed.");
  console.log(`Hello ${person.email}, for ${fresh.expires_in} seconds`);
  server.close(() => process.exit());
  server.closeAllConnections();
});
