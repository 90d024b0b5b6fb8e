## The API: what is wrong with a request, for developers

api-not-found = There is nothing at this address
api-method-not-allowed = This address does not take this method. The header Allow lists those that it takes
api-bad-request = The request cannot be read
api-malformed-json = The body is no JSON object, or holds a character that cannot be stored
api-unsupported-media-type = Send the body as application/json
api-payload-too-large = The body is larger than this address accepts
api-cross-site = This request was sent from another site's page
api-validation-failed = Some fields have to be put right. They are listed in errors
api-too-many-attempts =
    { $number ->
        [one] Too many tries. Wait 1 second, then try again
       *[other] Too many tries. Wait { $number } seconds, then try again
    }
api-api-key-invalid = The header X-API-Key does not hold the master key
api-token-invalid = The bearer's token is missing, wrong or expired
api-site-protected = This site is protected. Set protected to false before deleting it
api-busy = Many people are logging in. Try again in a moment
api-unavailable = The database cannot be reached. Try again in a moment
api-timeout = That took too long. Try again in a moment
api-request-timeout = The body came too slowly, so nothing was done. Send it again
api-internal = Something went wrong here, and we have noted it
api-field-missing = This field has to be given
api-field-repeated = This field was given twice
api-field-unknown = There is no such field
api-field-malformed = This value does not fit the field
problem-settings-signup-missing = List at least one domain
problem-settings-signup-malformed = Entry { $number }: enter a domain such as acme.example
problem-settings-signup-too-long = List at most { $number } domains
problem-settings-password-minimum-out-of-range = Use a number from 8 to 64
problem-settings-languages-unknown = Choose from the languages that the portal speaks
problem-settings-allowed-origins-malformed = List origins such as https://app.acme.example, without a path
problem-settings-allowed-origins-too-long = List at most { $number } origins
problem-settings-support-url-malformed = Enter an address that begins with https://
problem-settings-privacy-url-malformed = Enter an address that begins with https://
problem-settings-terms-url-malformed = Enter an address that begins with https://
problem-settings-terms-version-missing = Enter a version, such as 2026-11
problem-settings-terms-version-unusable = Use a version of up to 100 characters on one line
problem-page-out-of-range = Use a page from 1 to { $number }
problem-per-page-out-of-range = Use a number from 1 to { $number }

## The API's description, a page for developers

docs-title = API
docs-contents = Contents
docs-parameters = Parameters
docs-request = Request
docs-answers = Answers
docs-fields = fields
docs-field = Field
docs-kind = Kind
docs-meaning = Meaning
docs-required = required
docs-example = Example
docs-codes = Codes of problems
api-token-reused = This refresh token was used before, so its login was ended. Log in again.
api-invalid-credentials = Email or password is not right.
api-email-unverified = The address of this account is not proven yet. Use the mail that was sent to it.
api-account-inactive = This account may not log in. Ask the people who run this site.
api-letter-settled = This letter has gone, is tried soon anyway, or is too old to be tried again.
api-signup-closed = This site takes no signups of this kind.
event-token-reused = You were logged out because a copy of your login was used
