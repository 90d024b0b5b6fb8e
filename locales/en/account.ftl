## Account: what happened

account-events-all = All events
events-title = What happened
events-text = Everything that was done or tried with your account in the last year.
events-none = There is nothing more.
events-older = Older
events-newest = Newest

## Account: profile

profile-password-hint = Only needed to change the username.

## Mail: an account is to be deleted, to an address that it had before

mail-deletion-formerly = This address belonged to the account before. If it was not you who changed the address and closed the account, open the link in our earlier mail about the change of email. It brings the account back to you.
