// A program on a device without a browser: it shows a code, and somebody logs in elsewhere. openid-client.
import * as oidc from "openid-client";

const issuer = new URL("http://localhost:8080/s/acme");
const clientId = "00000000-0000-4000-8000-000000004007";

// Only while developing may the portal be reached without TLS.
const execute = issuer.protocol === "http:" ? [oidc.allowInsecureRequests] : [];
const config = await oidc.discovery(issuer, clientId, undefined, oidc.None(), { execute });

const codes = await oidc.initiateDeviceAuthorization(config, { scope: "openid profile email offline_access" });
console.log(`Open ${codes.verification_uri} on any device and enter ${codes.user_code}`);

const tokens = await oidc.pollDeviceAuthorizationGrant(config, codes);
const person = await oidc.fetchUserInfo(config, tokens.access_token, tokens.claims().sub);
const fresh = await oidc.refreshTokenGrant(config, tokens.refresh_token);
console.log(`Hello ${person.email}, for ${fresh.expires_in} seconds`);
