### The dashboard, for whoever runs all sites or one of them.

## The frame

admin-skip = Ir a la página
admin-menu = Menú
admin-nav = Panel
admin-crumbs = Estás aquí
admin-operator = Operador
admin-filter = Aplicar
admin-pager = Páginas
admin-pager-range = { $first }–{ $last }
admin-pager-total = de { $total }
admin-pager-previous = Anterior
admin-pager-next = Siguiente
admin-error-home = Volver al panel
admin-last-day = en las últimas 24 horas

admin-nav-overview = Resumen general
admin-nav-sites = Sitios
admin-nav-home = Resumen

## Getting in

admin-login-title = Panel
admin-master-key = Clave maestra
admin-master-key-hint = El valor de MASTER_API_KEY. En desarrollo está en la carpeta de datos, en secrets.env.
admin-login-link = O entra con un enlace que sirve una sola vez. Esta orden imprime uno:
admin-enter-title = Entrar en el panel
admin-enter-text = Este enlace te permite entrar como operador, una sola vez.
admin-enter-submit = Entrar
admin-enter-dead-title = Este enlace ya no sirve
admin-enter-dead-text = Ha caducado o ya se usó. Esta orden imprime otro:
admin-enter-login = Entrar con la clave maestra
admin-confirm-title = Confirma que eres tú
admin-confirm-text = Lo que vas a hacer pide la clave maestra una vez más.
admin-notice-logged-out = Has cerrado la sesión.

problem-master-key-missing = Escribe la clave maestra
problem-master-key-wrong = Esta no es la clave maestra. Comprueba que la copiaste entera
problem-master-key-too-many-attempts =
    { $number ->
        [one] Han llegado demasiadas claves equivocadas desde tu red. Espera 1 minuto y vuelve a intentarlo
       *[other] Han llegado demasiadas claves equivocadas desde tu red. Espera { $number } minutos y vuelve a intentarlo
    }

## Overview

admin-count-sites = Sitios
admin-count-users = Usuarios
admin-count-logins = Accesos
admin-count-failures = Accesos fallidos
admin-count-logins-today = Accesos de hoy
admin-count-failures-today = Accesos fallidos de hoy
admin-count-waiting = Correos en espera
admin-count-failed = Correos sin entregar
admin-setup-title = Antes de que alguien dependa de esto
admin-setup-text = Esta lista desaparece cuando todo está hecho.
admin-step-done = Hecho
admin-step-site = Añade un sitio
admin-step-site-hint = Un sitio es una aplicación web con su propia gente y su propio aspecto.
admin-step-user = Crea una primera cuenta
admin-step-user-hint = Regístrate en uno de tus sitios o invita a alguien.
admin-step-mail = Haz que salga el correo
admin-step-mail-hint = Define MAIL_URL y envíate una prueba: vestibule mail test
admin-step-https = Sirve las páginas por HTTPS
admin-step-https-hint = Pon delante un proxy con TLS y define PUBLIC_URL con su dirección https.
admin-step-production = Sal del modo de desarrollo
admin-step-production-hint = Define VESTIBULE_ENV=production con secretos propios. Hasta entonces el buzón de /dev/mailbox está abierto a cualquiera.

## Search

admin-search = Buscar
admin-search-title = Buscar
admin-search-submit = Buscar
admin-search-hint = El correo o el identificador de una persona; el nombre, nombre corto, dominio o identificador de un sitio.
admin-search-none = No se ha encontrado nada
admin-search-none-text = Revisa cómo está escrito. Las personas se buscan por su correo o identificador completo.
admin-search-users = Personas
admin-search-more = Hay más. Busca dentro de un sitio.
admin-search-more-sites = Ver todos los sitios que coinciden

## Sites

admin-sites-search = Nombre, nombre corto, dominio o host
admin-sites-none = No hay sitios
admin-sites-none-text = Ningún sitio coincide con lo que buscas.
admin-site-name = Nombre
admin-site-slug = Nombre corto
admin-site-domain = Dominio
admin-site-status = Estado
admin-site-active = Activo
admin-site-off = Desactivado
admin-site-address = Dirección
admin-site-frontend = Aplicación
admin-site-theme = Tema
admin-site-disabled = Este sitio está desactivado. Sus páginas responden como si no existiera; su gente y sus datos se conservan.
admin-open-login = Abrir la página de acceso
