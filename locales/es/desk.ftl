### What the dashboard says where several come together: a new site's look and first app, logins of all sites, two at one form.

## A new site's look

seed-lead = Bastan un color y un logotipo. Todo lo demás se deriva de ellos y se puede cambiar después.
seed-logo = Logotipo
seed-logo-hint = PNG, JPEG, WebP o SVG, de 500 KB como máximo. Sin logotipo, aparecen las iniciales y el nombre del sitio.
seed-logo-now = El logotipo hasta ahora
seed-follows = Lo que se deriva de tu color
seed-part = Para
seed-day = De día
seed-night = De noche
seed-moved-day = De día, los enlaces son { $color }: { $brand } es demasiado claro u oscuro para leerse ahí como texto. El botón principal conserva tu color.
seed-moved-night = De noche, los enlaces son { $color }, para que se lean sobre fondo oscuro.
seed-publish = Publicar y continuar
seed-show = Mostrarlo
seed-skip = Omitir este paso

## A first app

done-program = Tu primera aplicación
done-program-text = Elige con qué está hecha tu aplicación. Se registra al momento y se muestra el programa entero, listo para funcionar en tu máquina.
done-program-question = ¿Con qué está hecha?
done-register = Registrar y mostrar el programa
done-other = Otra aplicación
done-invite = Invitar a un administrador
clients-sample-file = Guarda esto como { $file }:
clients-sample-run = Después, en la misma carpeta:

## Overview

admin-step-key = Ten una segunda clave
admin-step-key-hint = MASTER_API_KEY admite dos claves separadas por una coma, y con ambas se entra. Guarda la segunda en otro lugar: si la primera se pierde o hay que cambiarla, nadie se queda fuera.
admin-step-app = Registra una aplicación
admin-step-app-hint = Necesita un id de cliente antes de que la gente pueda entrar en ella.
admin-step-admin = Ten un administrador
admin-step-admin-hint = Alguien que cuide de la gente del sitio sin la clave maestra.
admin-step-second-admin = Ten un segundo administrador
admin-step-second-admin-hint = Para que el sitio esté atendido cuando falte el primero, y cada uno pueda ayudar al otro a volver a entrar.
chart-hour = Hora desde (UTC)
chart-logins-hours = Accesos por hora
chart-logins-hours-sum = { $number } en las últimas 24 horas
chart-failures-hours = Accesos fallidos por hora
chart-failures-hours-sum = { $number } en las últimas 24 horas

## Logins of all sites

admin-nav-logins = Accesos
logins-lead = En todos los sitios. Quién fue consta en el registro del propio sitio.
logins-span = Cuándo
logins-day = En las últimas 24 horas
logins-week = En los últimos 7 días
logins-month = En los últimos 30 días
logins-year = En cualquier momento
logins-account = Una cuenta
logins-nobody = La cuenta de nadie
logins-none = Ningún acceso coincide
logins-none-text = Mira más atrás o quita filtros.

## Two at one form

clash-title = Otra persona ha guardado esto mientras tanto
clash-text = Lo tuyo aún no se ha guardado y lo suyo no se ha perdido. Esto es lo que difiere. Cambia en el formulario lo que quieras que sea distinto y guarda otra vez: cuenta lo que haya en el formulario.
clash-field = Campo
clash-theirs = Guardado mientras tanto
clash-yours = En tu formulario
clash-empty = Nada
clash-take = Dejar lo mío y ver lo guardado
clash-preview = Lo que escribes no se muestra, para no sobrescribir lo suyo. Guarda tu borrador para ver ambos lado a lado.
clash-on = Activado
clash-off = Desactivado

## Texts

texts-search = Palabras, en todos los lugares
texts-none = Ningún texto lo dice
texts-none-text = Prueba con menos palabras o en otro idioma.
texts-more = Hay más. Escribe más del texto.

## Las aplicaciones que alguien ha dejado entrar

people-apps = Aplicaciones conectadas
people-no-apps = Ninguna aplicación conoce esta cuenta.
people-app-since = Conectada desde el
people-app-used = usada por última vez el
people-app-idle = ahora no conserva nada
people-app-remove = Desconectar
people-app-remove-text = La aplicación pierde al momento lo que conserva de esta cuenta y lo que se le permitió. Su dueño puede dejarla entrar otra vez; a las del propio sitio se las deja entrar sin preguntar. Su dueño recibe un correo.
people-notice-app-removed = La aplicación se ha desconectado.
people-scope-openid = sabe quién es al iniciar sesión
people-scope-profile = ve el nombre, el nombre de usuario, el idioma y la zona horaria
people-scope-email = ve el correo electrónico
people-scope-address = ve la dirección postal, si la hay
people-scope-phone = ve el número de teléfono, si lo hay
people-scope-offline-access = conserva este acceso cuando su dueño no tiene la sesión abierta
mail-administered-app-removed = La aplicación { $app } se desconectó de tu cuenta en { $site } el { $time }. Ya no conserva nada de tu cuenta. Puedes dejarla entrar otra vez cuando inicies sesión allí.

## Qué pasó con una aplicación

audit-app = Aplicación
audit-any-app = Cualquier aplicación
audit-app-of-id = Aplicación { $id }
audit-app-gone = Aplicación eliminada
clients-audit = Todo lo que atañe a esta aplicación

## Qué se va con un sitio

admin-delete-apps =
    { $apps ->
        [0] No tiene aplicaciones.
        [one] 1 aplicación se va con él, y nadie podrá entrar en ella:
       *[other] { $apps } aplicaciones se van con él, y nadie podrá entrar en ellas:
    }
admin-delete-apps-more =
    { $apps ->
        [one] y 1 más
       *[other] y { $apps } más
    }
