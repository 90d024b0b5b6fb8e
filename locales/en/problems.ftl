## Problems: what is wrong with a form, and how to put it right

problem-email-missing = Enter your email
problem-email-malformed = Enter an email in the form name@example.com
problem-email-too-long = Use an email of up to { $number } characters
problem-email-long-local-part = Use an email with up to { $number } characters before the @
problem-email-misspelt = Check the spelling of your email. If it is right, send the form again
problem-email-not-allowed = Use an email from your organisation. This site accepts only certain addresses
problem-new-email-missing = Enter your new email
problem-new-email-malformed = Enter an email in the form name@example.com
problem-new-email-too-long = Use an email of up to { $number } characters
problem-new-email-long-local-part = Use an email with up to { $number } characters before the @
problem-new-email-not-allowed = Use an email from your organisation. This site accepts only certain addresses
problem-new-email-same = This is your email already. Enter a different one
problem-username-malformed = Use the letters a to z, numbers, dots, hyphens and underscores, with a letter or a number at both ends
problem-username-too-short =
    { $number ->
        [one] Use a username of at least 1 character
       *[other] Use a username of at least { $number } characters
    }
problem-username-too-long =
    { $number ->
        [one] Use a username of 1 character
       *[other] Use a username of up to { $number } characters
    }
problem-username-taken = Another account has this username. Choose a different one
problem-time-zone-unknown = Choose a time zone from the list
problem-taken = This address belongs to another account by now. Log in to that one, or choose a different address
problem-password-missing = Enter a password
problem-password-too-short =
    { $number ->
        [one] Use a password with at least 1 character
       *[other] Use a password with at least { $number } characters
    }
problem-password-too-long = Use a shorter password. It can take up to { $number } bytes
problem-password-common = Choose a different password. This one, or one very much like it, is on lists of leaked passwords
problem-password-context = Choose a password that does not contain your email or the name of this site
problem-password-unusable = Type the password again. It contains a character that cannot be used
problem-name-too-long =
    { $number ->
        [one] Use a name of 1 character
       *[other] Use a name of up to { $number } characters
    }
problem-name-unusable = Use a name without links or hidden characters
problem-terms-missing = Tick the box to accept the terms
problem-code-missing = Enter the code from the mail
problem-code-malformed = The code is 6 numbers
problem-code-wrong = This is not the code in the latest mail. Check the numbers and enter them again
problem-code-expired = This code no longer works. Ask for a new one below
problem-wrong-credentials = Email or password is not right. Check both and try again
problem-email-missing-username = Enter your email or username
problem-email-malformed-username = Enter your email in the form name@example.com, or your username
problem-wrong-credentials-username = Email, username or password is not right. Check them and try again
problem-too-many-attempts =
    { $number ->
        [one] Too many tries. Wait 1 minute, then try again, or ask the people who run this site for help
       *[other] Too many tries. Wait { $number } minutes, then try again, or ask the people who run this site for help
    }
problem-too-many-attempts-hours = Too many tries. Wait { $number } hours, then try again, or ask the people who run this site for help
problem-resend-too-soon =
    { $number ->
        [one] The last mail is still on its way. You can ask for another in 1 second
       *[other] The last mail is still on its way. You can ask for another in { $number } seconds
    }
problem-mail-limit = We have sent several mails to this address. Look in your spam folder, or ask again in an hour

## The operator's forms
problem-name-missing = Enter a name
problem-slug-malformed = Use 1 to 63 small letters, numbers and hyphens, such as acme-cycles
problem-slug-taken = Another site has this short name. Choose a different one
problem-address-malformed = Enter an IP address such as 192.0.2.10
problem-from-malformed = Enter the first day as in 2026-01-31
problem-to-malformed = Enter the last day as in 2026-01-31
problem-domain-malformed = Enter a domain such as acme.example
problem-domain-taken = Another site has this domain. Choose a different one
problem-frontend-url-malformed = Enter the whole address of the web application, such as https://acme.example
problem-login-host-malformed = Enter a host name such as login.acme.example, other than the portal's own
problem-login-host-taken = Another site has this login host. Choose a different one
problem-email-from-malformed = Enter the sender's email in the form name@example.com
problem-email-from-name-missing = Enter the sender's name
problem-email-from-name-too-long = Use a sender's name of up to { $number } characters
problem-email-from-name-unusable = Use a sender's name on one line, without hidden characters
problem-email-taken = There is an account with this email already
problem-theme-unknown = Choose one of the themes that are installed
problem-locale-unknown = Choose one of the languages that the portal speaks
