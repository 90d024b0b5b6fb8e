### What a person reads on the way to an app and back.

## Whether the app may know that

consent-title = Continue to { $app }?
consent-other = Not you? Use another account
consent-scopes = { $app } wants to
consent-receiver = The answer goes to
consent-details = The exact address
consent-home = Its home page:
consent-terms = Its terms:
consent-privacy = Its privacy policy:
consent-allow = Allow
consent-deny = Deny

scope-openid = know that it is you when you log in
scope-profile = see your name, username, language and time zone
scope-email = see your email address
scope-address = see your postal address, if there is one
scope-phone = see your phone number, if there is one
scope-offline-access = keep this access while you are logged out

## On to the app

handover-title = Back to the app
handover-text = The app opens by itself. If it does not, continue here.

## Too late

stale-title = Start again
stale-text = It has been a while since { $app } sent you here. Your account is fine; only the app's request is too old.
stale-anew = Start again

## Errors

error-unknown-app-title = We do not know this app
error-unknown-app-text = The app that sent you here is not registered, or was switched off. Go back and try another way in. If you build the app, check its client id.
error-unknown-app-next = Go to the start

error-unknown-address-title = We cannot send you back to this app
error-unknown-address-text = The app asked for an answer at an address that it has not registered, so we stopped here. Go back and try again. If you build the app, check its redirect address, letter by letter.
error-unknown-address-next = Go to the start

error-unknown-request-title = Start at the app again
error-unknown-request-text = We no longer have what the app asked for. Go back to the app and log in from there.
error-unknown-request-next = Go to the start

## Logged out

logged-out-app = Go to { $app }

## Connected apps

account-apps = Connected apps
account-apps-text = These apps may know who you are. An app that you remove has to send you here again first.
account-app-since = Since { $time }
account-app-remove = Remove access
notice-app-removed = The app has no access any more.

event-app-allowed = You allowed an app to know who you are
event-app-revoked = You removed an app's access
event-app-code-reused = An app was logged out because a copy of its code was used
event-app-token-reused = An app was logged out because a copy of its access was used

## Devices without a browser

device-title = Connect a device
device-code-label = The code on your device
device-code-hint = 8 letters, such as WDJB-MJHT. Small letters will do.
device-warning = Enter a code only from a device in front of you. If somebody sent you one, they want to get into your account.
device-confirm-title = Log in to { $app } on your device?
device-compare = Does your device show exactly this code?
device-confirm-warning = Allow this only if the code is on a device in front of you. If somebody sent you the code or a link to this page, deny it: allowing lets them into your account.
device-asked = The device asked on { $time }, from { $address }.
device-elsewhere = That is another network than the one you are on now.
device-allowed-title = Go back to your device
device-allowed-as = { $app } is logged in as
device-allowed-text = It goes on by itself in a few seconds. You can close this page.
device-allowed-remove = If that was not what you wanted, remove its access in your account.
device-denied-title = The device was not let in
device-denied-text = { $app } was told no, and gets nothing from your account.
device-denied-sent = If somebody sent you the code, they tried to get in. Tell them nothing, and change your password if you have told them anything already.
device-account = Your account

problem-user-code-missing = Enter the code that your device shows
problem-user-code-malformed = Enter the 8 letters that your device shows, such as WDJB-MJHT
problem-user-code-wrong-or-expired = Nothing waits for this code. Check it on your device, or have the device show a new one
event-device-allowed = You let an app on a device in by its code

## On the way to an app or a device

destination-app = to continue to { $app }
destination-device = to connect your device
destination-back = Back to { $app }
destination-continue = Continue to { $app }
