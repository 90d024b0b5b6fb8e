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
admin-go-on-title = Continúa con lo que escribiste
admin-go-on-text = Tuviste que demostrar quién eres cuando se envió este formulario, así que todavía no se ha hecho nada. Lo que escribiste espera aquí un cuarto de hora.
admin-go-on-typed = Lo que escribiste
admin-go-on-secret = Contraseña o clave
admin-go-on-secret-hint = Escríbela otra vez: los secretos no se guardan.
admin-go-on-send = Continuar con lo que escribiste
admin-go-on-anew = Abrir la página de nuevo
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
admin-search-hint = El correo o el identificador de una persona; el id de cliente de una aplicación; el nombre, nombre corto, dominio o identificador de un sitio.
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
admin-site-host = Host
admin-site-last-login = Último acceso
admin-site-mail = Correo
admin-mail-fine = Bien
admin-mail-given-up =
    { $count ->
        [one] 1 sin entregar
       *[other] { $count } sin entregar
    }
admin-never = Nunca
admin-open = Abrir
admin-sort = Orden
admin-sort-name = Por nombre
admin-sort-slug = Por nombre corto
admin-sort-users = Más usuarios
admin-sort-created = Más recientes
admin-cancel = Cancelar
admin-back = Atrás
admin-save = Guardar
admin-notice-saved = Guardado.

admin-nav-settings = Ajustes
admin-nav-host = Host de acceso
admin-nav-keys = Claves de firma
admin-nav-danger = Desactivar o borrar

## A new site

admin-site-new = Sitio nuevo
admin-site-new-text = Bastan un nombre y un dominio. Después de este paso el sitio ya funciona. Los dos siguientes pueden esperar, y todo se puede cambiar más tarde.
admin-site-create = Crear el sitio
admin-site-more = Nombre corto, aplicación web, host de acceso y remitente
admin-site-name-hint = Como lo conoce la gente. Aparece en cada página y en cada correo.
admin-site-slug-hint = Parte de la dirección, en /s/…. Si lo cambias, los enlaces y sesiones del anterior dejan de servir.
admin-site-slug-new-hint = Parte de la dirección, en /s/…. Déjalo vacío para formarlo a partir del nombre.
admin-site-domain-hint = Donde está tu aplicación, por ejemplo acme.example.
admin-site-frontend-hint = De dónde viene la gente y adónde vuelve. Vacío en un sitio nuevo, es https:// y el dominio.
admin-site-sender = Correo del remitente
admin-site-sender-hint = De aquí sale el correo para la gente. Vacío en un sitio nuevo, es hello@ y el dominio.
admin-site-sender-name = Nombre del remitente
admin-site-sender-name-hint = Vacío en un sitio nuevo, es el nombre del sitio.
admin-site-theme-hint = El aspecto de las páginas y los correos del sitio.
admin-slug-free = Están libres:
admin-setup-identity = El sitio
admin-setup-access = Acceso
admin-setup-look = Aspecto
admin-setup-done = Conecta tu aplicación
admin-setup-look-more = Los colores, el logotipo y los textos tienen su propia página:
admin-setup-continue = Terminar la preparación
admin-setup-site = Termina de preparar este sitio
admin-setup-site-text = Decide quién puede registrarse y qué aspecto tienen las páginas, y conecta tu aplicación. Esto desaparece con el primer usuario.
admin-try = Probar el registro
admin-to-site = Al resumen del sitio
admin-paste-title = Lo que necesita tu aplicación
admin-paste-base = Dirección base de páginas y API, y emisor
admin-paste-discovery = Ajustes de OpenID Connect
admin-paste-login = Página de acceso
admin-paste-keys = Claves públicas para comprobar tokens
admin-paste-app = En una aplicación de una sola página
admin-paste-shell = En una terminal
admin-paste-origin = Los scripts pueden llamar a la API desde este origen:

## Settings of a site

admin-signup = Quién puede registrarse
admin-signup-open = Cualquiera
admin-signup-invitation = Solo quien recibe una invitación
admin-signup-domains = Solo direcciones de ciertos dominios
admin-signup-closed = Nadie
admin-signup-domains-label = Dominios que pueden registrarse
admin-signup-domains-hint = Uno en cada línea. Solo cuentan si arriba elegiste ciertos dominios.
admin-password-minimum = Contraseña más corta
admin-password-minimum-hint = En caracteres, de 8 a 64.
admin-ask-name = Pedir un nombre al registrarse
admin-temporary-passwords = Permitir que los administradores pidan contraseñas provisionales
admin-temporary-passwords-hint = Para quien no tiene el correo a mano. Elige otra la próxima vez que entra.
admin-usernames = Permitir un nombre de usuario para entrar
admin-protected = Proteger el sitio para que no se borre
admin-protected-hint = Vale para todos, también para la API, hasta que la quites.
admin-apps = Aplicaciones
admin-origins = Otros orígenes
admin-origins-hint = Direcciones web, además de la aplicación, a las que se puede volver y cuyos scripts pueden llamar a la API. Una en cada línea, por ejemplo https://app.acme.example.
admin-algorithm = Cómo se firman los tokens
admin-algorithm-hint = La próxima clave nueva será de este tipo; las claves están en la página de claves de firma.
admin-algorithm-eddsa = EdDSA: corto y el más rápido, para receptores que lo conocen
admin-algorithm-es256 = ES256: corto y muy conocido
admin-algorithm-rs256 = RS256: todos los receptores lo conocen
admin-words = Palabras y enlaces
admin-locale = Idioma de quien no indica ninguno
admin-locale-hint = Cuenta más la preferencia del navegador, si el sitio ofrece ese idioma.
admin-languages = Idiomas en que se ofrecen las páginas
admin-languages-hint = Los idiomas de las páginas y los correos. Sin ninguno marcado, todos.
admin-support-url = Página de ayuda
admin-link-hint = Estas direcciones empiezan por https:// y aparecen al final de cada página. Deja vacío lo que no tengas.
admin-privacy-url = Aviso de privacidad
admin-terms-url = Condiciones de uso
admin-terms-version = Versión de las condiciones
admin-terms-version-hint = Si hay versión, hay que aceptar las condiciones al registrarse.

## Login host

admin-host = Host de acceso
admin-host-hint = Un host propio del sitio, por ejemplo login.acme.example. Déjalo vacío para usar la dirección dentro del portal.
admin-host-moves = Las páginas del sitio pasan allí enseguida: los enlaces a la dirección dentro del portal llevan a ella, y la gente vuelve a entrar. Prepara antes el nombre, el certificado y el proxy.
admin-host-now = Dónde están ahora las páginas
admin-host-needs = Lo que necesita el host
admin-host-dns = Un nombre que lleve al proxy del portal:
admin-host-tls = Un certificado. Un proxy que los obtiene sobre la marcha puede preguntar aquí si el host es conocido; la respuesta es 200:
admin-host-proxy = Un proxy que transmita el host sin cambiarlo:
admin-host-check = Comprobar el nombre
admin-host-same = El nombre lleva a donde está el portal:
admin-host-elsewhere = El nombre lleva a otro lugar que el del portal. Solo es correcto si hay otro proxy delante:
admin-host-unknown = Nadie conoce todavía este nombre. Un nombre nuevo puede tardar unas horas.

## Signing keys

admin-keys-text = Tu servidor comprueba los tokens con la mitad pública de estas claves:
admin-keys-none = Todavía no hay claves
admin-keys-none-text = La primera se crea cuando hace falta.
admin-key = Clave
admin-key-state = Estado
admin-key-active = Firma
admin-key-next = Es la siguiente
admin-key-retiring = Se guarda por lo que ha firmado
admin-key-from = Firma desde
admin-key-until = Publicada hasta
admin-key-open = Sin fecha
admin-keys-rotate = Crear una clave nueva
admin-keys-rotate-text = La clave nueva se publica enseguida y empieza a firmar dentro de diez minutos, para que todos la conozcan. Nadie pierde su sesión y no hay que cambiar nada en tus aplicaciones.
admin-notice-key-made = La clave nueva está publicada. Empieza a firmar dentro de unos minutos.
admin-notice-key-waits = Ya hay una clave nueva en espera.
admin-notice-keys-unreadable = Ninguna clave se puede leer con la SECRET_KEY actual. El portal crea una nueva por sí mismo.

## Disable, enable, delete

admin-disabled-title = Desactivar este sitio
admin-disabled-text = Sus páginas y su API responden como si no existiera, y nadie puede entrar. No se borra nada y puedes volver a activarlo.
admin-disabled-users =
    { $users ->
        [0] No tiene usuarios.
        [one] 1 usuario se queda fuera hasta entonces.
       *[other] { $users } usuarios se quedan fuera hasta entonces.
    }
admin-disable = Desactivar
admin-active-title = Activar este sitio
admin-active-text = Sus páginas y su API vuelven a responder, y la gente lo encuentra todo como lo dejó.
admin-enable = Activar
admin-notice-disabled = El sitio está desactivado.
admin-notice-active = El sitio está activado.
admin-delete-title = Borrar este sitio
admin-delete-text = El sitio se va con sus usuarios, sus sesiones, sus correos, sus claves y su registro. Nada lo recupera.
admin-delete-users =
    { $users ->
        [0] No tiene usuarios.
        [one] 1 usuario se va con él.
       *[other] { $users } usuarios se van con él.
    }
admin-delete-protected = El sitio está protegido. Quita antes la protección en sus ajustes.
admin-delete-type = Escribe { $slug } para borrarlo
admin-delete = Borrar para siempre
admin-notice-deleted = El sitio está borrado.

## Problems with a site

problem-slug-wrong = Escribe el nombre corto del sitio tal como aparece sobre el campo
