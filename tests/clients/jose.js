// Believes an access token as a backend that uses jose would. Arguments: the token, its issuer, where the key set is.
import { createRemoteJWKSet, jwtVerify } from "jose";

const [token, issuer, keys] = process.argv.slice(2);
try {
  await jwtVerify(token, createRemoteJWKSet(new URL(keys)), { issuer, audience: issuer, typ: "at+jwt" });
} catch (error) {
  console.error(error.code);
  process.exit(1);
}
