## Clients: the apps that a site's people log in to

problem-redirect-uris-missing = Enter at least one address that people come back to
problem-redirect-uris-malformed = Line { $number }: enter a whole address such as https://app.example/callback, in small letters and without a default port
problem-redirect-uris-insecure = Line { $number }: begin with https://. Only http://localhost, http://127.0.0.1 and http://[::1] may do without
problem-redirect-uris-not-allowed =
    { $number ->
        [0] A machine logs nobody in. Leave this empty
       *[other] Line { $number }: only native apps have a scheme of their own. Begin with https://
    }
problem-redirect-uris-fragment = Line { $number }: leave out # and everything after it
problem-redirect-uris-userinfo = Line { $number }: leave out the name and password before the host
problem-redirect-uris-wildcard = Line { $number }: write each address in full. A star stands for nothing
problem-redirect-uris-repeated = Line { $number }: this address is in an earlier line already
problem-redirect-uris-too-long = Enter at most { $number } addresses
problem-post-logout-redirect-uris-malformed = Line { $number }: enter a whole address such as https://app.example/, in small letters and without a default port
problem-post-logout-redirect-uris-insecure = Line { $number }: begin with https://. Only http://localhost, http://127.0.0.1 and http://[::1] may do without
problem-post-logout-redirect-uris-not-allowed = Line { $number }: only native apps have a scheme of their own. Begin with https://
problem-post-logout-redirect-uris-fragment = Line { $number }: leave out # and everything after it
problem-post-logout-redirect-uris-userinfo = Line { $number }: leave out the name and password before the host
problem-post-logout-redirect-uris-wildcard = Line { $number }: write each address in full. A star stands for nothing
problem-post-logout-redirect-uris-repeated = Line { $number }: this address is in an earlier line already
problem-post-logout-redirect-uris-too-long = Enter at most { $number } addresses
problem-backchannel-logout-uri-malformed = Enter a whole address such as https://app.example/logged-out, in small letters and without a default port
problem-backchannel-logout-uri-insecure = Begin with https://. Only an address on this machine may do without
problem-backchannel-logout-uri-not-allowed = Begin with https://
problem-backchannel-logout-uri-fragment = Leave out # and everything after it
problem-backchannel-logout-uri-userinfo = Leave out the name and password before the host
problem-backchannel-logout-uri-wildcard = Write the address in full. A star stands for nothing
problem-scopes-malformed = Entry { $number }: a scope is one word, such as openid or orders:read
problem-scopes-too-long = Enter at most { $number } scopes
problem-auth-not-allowed = Apps on servers prove themselves by a secret or a key pair, apps in browsers and on devices not at all
problem-jwks-missing = Enter the public keys that the app signs with
problem-jwks-malformed = Enter a JSON Web Key Set of 1 to 10 public keys: an object with a list called keys. Leave private keys out
problem-require-pkce-not-allowed = An app without a secret always needs PKCE
problem-home-url-malformed = Enter an address that begins with https://
problem-terms-url-malformed = Enter an address that begins with https://
problem-privacy-url-malformed = Enter an address that begins with https://
problem-expires-at-out-of-range = Choose a time that is still to come
problem-too-many-secrets = An app has at most { $number } secrets. Take one away first
event-client-created = An app was registered
event-client-changed = An app was changed
event-client-deleted = An app was removed
event-client-secret-added = An app got another secret
event-client-secret-revoked = A secret was taken away from an app
