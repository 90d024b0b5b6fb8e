### What the dashboard says where several come together: a new site's look and first app, logins of all sites, two at one form.

## A new site's look

seed-lead = One colour and one logo are enough. Everything else follows from them, and can be changed later.
seed-logo = Logo
seed-logo-hint = PNG, JPEG, WebP or SVG, 500 KB at most. Without one, the site's initials and name stand in its place.
seed-logo-now = The logo so far
seed-follows = What follows from your colour
seed-part = For
seed-day = By day
seed-night = By night
seed-moved-day = By day, links are { $color }: { $brand } itself is too pale or too dark to be read as text there. The main button keeps your colour.
seed-moved-night = By night, links are { $color }, so that they can be read on dark ground.
seed-publish = Publish and continue
seed-show = Show it
seed-skip = Skip this step

## A first app

done-program = Your first app
done-program-text = Choose what your app is made of. It is registered at once, and the whole program is shown, ready to run on your machine.
done-program-question = What is it made of?
done-register = Register and show the program
done-other = Another app
done-invite = Invite an admin
clients-sample-file = Save this as { $file }:
clients-sample-run = Then, in the same folder:

## Overview

admin-step-key = Keep a second key
admin-step-key-hint = MASTER_API_KEY takes two keys with a comma between, and both let you in. Keep the second one elsewhere: if the first is lost or has to be replaced, nobody is shut out.
admin-step-app = Register an app
admin-step-app-hint = It needs a client id before people can log in to it.
admin-step-admin = Have an admin
admin-step-admin-hint = Somebody who looks after the site's people without the master key.
admin-step-second-admin = Have a second admin
admin-step-second-admin-hint = So that the site can be looked after while the first is away, and either can help the other back in.
chart-hour = Hour from (UTC)
chart-logins-hours = Logins per hour
chart-logins-hours-sum = { $number } in the last 24 hours
chart-failures-hours = Failed logins per hour
chart-failures-hours-sum = { $number } in the last 24 hours

## Logins of all sites

admin-nav-logins = Logins
logins-lead = At all sites. Who it was stands in the site's own record.
logins-span = When
logins-day = In the last 24 hours
logins-week = In the last 7 days
logins-month = In the last 30 days
logins-year = At any time
logins-account = An account
logins-nobody = Nobody's account
logins-none = No login fits
logins-none-text = Look further back, or take filters away.

## Two at one form

clash-title = Somebody else has saved this meanwhile
clash-text = Nothing of yours is saved yet, and nothing of theirs is lost. This is what differs. Change in the form what you want to be different, then save once more: what stands in the form counts.
clash-field = Field
clash-theirs = Saved meanwhile
clash-yours = In your form
clash-empty = Nothing
clash-take = Leave mine, show what is saved
clash-preview = What you type is not shown, so that it does not overwrite theirs. Save your draft to see both side by side.
clash-on = On
clash-off = Off

## Texts

texts-search = Words, at all places
texts-none = No text says this
texts-none-text = Try fewer words, or another language.
texts-more = There are more. Type more of the text.

## The apps that somebody has let in

people-apps = Connected apps
people-no-apps = No app knows this account.
people-app-since = Connected since
people-app-used = last used
people-app-idle = holds nothing at the moment
people-app-remove = Disconnect
people-app-remove-text = The app loses at once whatever it holds of this account, and what it was allowed. Its owner can let it in again; one of the site's own apps is let in without asking. The owner is told by mail.
people-notice-app-removed = The app was disconnected.
people-scope-openid = knows who it is at login
people-scope-profile = sees name, username, language and time zone
people-scope-email = sees the email address
people-scope-address = sees the postal address, if there is one
people-scope-phone = sees the phone number, if there is one
people-scope-offline-access = keeps this access while the owner is logged out
mail-administered-app-removed = The app { $app } was disconnected from your account at { $site } on { $time }. It holds nothing of your account any more. You can let it in again when you log in there.

## What happened about an app

audit-app = App
audit-any-app = Any app
audit-app-of-id = App { $id }
audit-app-gone = Removed app
clients-audit = All that concerns this app

## What goes with a site

admin-delete-apps =
    { $apps ->
        [0] It has no apps.
        [one] 1 app goes with it, and nobody can log in there any more:
       *[other] { $apps } apps go with it, and nobody can log in there any more:
    }
admin-delete-apps-more =
    { $apps ->
        [one] and 1 more
       *[other] and { $apps } more
    }
