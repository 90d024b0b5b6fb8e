## Mail: a test

mail-test-subject = Un correo de prueba de { $site }
mail-test-title = El correo llega
mail-test-text = Así se ven los correos de { $site }. Lo envió el portal en { $portal } porque alguien que administra el sitio pidió una prueba. No hay nada que hacer.

## Problems: a site's mail

problem-reply-to-malformed = Escribe la dirección para las respuestas con el formato nombre@example.com
problem-host-missing = Escribe el nombre del servidor de correo
problem-host-malformed = Escribe el nombre de un servidor de correo, por ejemplo mail.acme.example, sin puerto
problem-port-malformed = Escribe un puerto, por ejemplo 587, o deja esto vacío
problem-key-missing = Escribe la clave de la cuenta
problem-domain-missing = Escribe un dominio, por ejemplo acme.example
problem-mail-url-malformed = Escribe el servidor de correo como smtp://usuario:contraseña@host:587, smtps://usuario:contraseña@host o mailgun://CLAVE@dominio. Los caracteres como @, / y # de una contraseña se escriben %40, %2F y %23
problem-email-not-yours = Envíalo a tu propio correo. El operador de este portal puede enviarlo a otros
problem-mail-url-not-allowed = El correo propio de un sitio sale por una conexión cifrada a un servidor de correo o a Mailgun. Elige uno de estos

event-letters-retried = Se volvieron a enviar cartas que se habían dado por perdidas
event-mail-tested = Se envió un correo de prueba

## La bandeja de salida, en el panel

admin-nav-outbox = Bandeja de salida
admin-outbox-text = Qué pasó con cada correo en los últimos 30 días.
admin-outbox-retry-all = Reintentar todos
admin-outbox-none = No hay correos
admin-outbox-none-text = Ningún correo coincide con lo que buscas.
admin-outbox-newest = Más recientes
admin-outbox-older = Anteriores
admin-letter-kind = Correo
admin-letter-recipient = Destinatario
admin-letter-site = Sitio
admin-letter-state = Estado
admin-letter-any = Cualquiera
admin-letter-queued = En espera
admin-letter-sent = Enviado
admin-letter-dropped = No hacía falta
admin-letter-failed = Abandonado
admin-letter-answer = El servidor de correo dijo
admin-letter-at = Pedido
admin-letter-done = Terminado
admin-letter-due = Próximo intento
admin-letter-tries = Intentos
admin-letter-id = Id
admin-letter-retry = Reintentar
admin-letter-hidden = Los enlaces y los códigos están ocultos, porque abrirían la cuenta.
admin-letter-html = El correo como página
admin-letter-text = El correo como texto
admin-letter-gone = Lo que decía este correo ya no se guarda.
admin-notice-letter-queued = El correo se vuelve a enviar ahora.
admin-notice-letter-settled = No hay nada que hacer: este correo ya salió, se enviará pronto de todos modos o es demasiado antiguo.
admin-notice-letters-queued = Los correos se vuelven a enviar ahora.
admin-notice-letters-none = No hay ningún correo que reintentar.

letter-signup = Registro
letter-signup-again = Registro, enviado de nuevo
letter-reset = Contraseña nueva
letter-invitation = Invitación
letter-temporary-password = Contraseña provisional
letter-password-changed = Contraseña cambiada
letter-email-change = Correo nuevo, a la dirección nueva
letter-email-change-notice = Correo nuevo, a la dirección anterior
letter-new-device = Dispositivo nuevo
letter-deletion = Cuenta por eliminar
letter-deletion-undone = La cuenta se queda

## Ajustes de correo, en el panel

admin-nav-mail = Correo
admin-mail-text = Quién envía el correo del sitio y por dónde sale.
admin-mail-mailbox = El correo va al buzón de desarrollo y a nadie más.
admin-mail-mailbox-link = Abrir el buzón
admin-mail-failed = Hace poco se abandonó un correo. El motivo fue:
admin-mail-failed-link = Mostrar lo abandonado
admin-mail-sender = Remitente
admin-mail-from = Correo del remitente
admin-mail-from-name = Nombre del remitente
admin-mail-reply-to = Correo para las respuestas
admin-mail-reply-to-hint = Déjalo vacío para que las respuestas vayan al correo del remitente.
admin-mail-way = Por dónde sale el correo
admin-mail-way-keep = Por el servidor propio del sitio, como está
admin-mail-way-keep-hint = No se muestra aquí. Para cambiarlo, escríbelo entero de nuevo.
admin-mail-way-portal = Por el servidor de correo del portal
admin-mail-by-own = Por el servidor de correo propio del sitio
admin-mail-way-operator = Esto lo configura el operador de este portal, porque un servidor de correo lee los enlaces que abren las cuentas.
admin-mail-way-smtp = Por un servidor de correo propio del sitio
admin-mail-way-mailgun = Por una cuenta de Mailgun propia del sitio
admin-mail-smtp = El servidor de correo del sitio
admin-mail-host = Servidor
admin-mail-port = Puerto
admin-mail-port-hint = Déjalo vacío para usar el habitual.
admin-mail-encryption = Cifrado
admin-mail-tls = TLS desde el principio
admin-mail-unencrypted = Ninguno, donde el operador lo permita
admin-mail-user = Usuario
admin-mail-password = Contraseña
admin-mail-secret-hint = Se guarda cifrada y no se vuelve a mostrar. Después de una prueba, escríbela otra vez para guardarla.
admin-mail-mailgun = La cuenta de Mailgun del sitio
admin-mail-domain = Dominio de envío
admin-mail-region = Región
admin-mail-region-us = Estados Unidos
admin-mail-region-eu = Unión Europea
admin-mail-key = Clave
admin-mail-save = Guardar
admin-mail-test = Probarlo
admin-mail-test-text = Envía un correo al momento con lo que está escrito arriba, guardado o no.
admin-mail-test-to = Enviarlo a
admin-mail-test-send = Enviar una prueba
admin-mail-test-taken = El servidor de correo aceptó el correo para { $to }.
admin-mail-test-refused = El correo para { $to } no salió.
admin-mail-dialogue = Lo que se dijo
admin-mail-names = Lo que debe decir el dominio
admin-mail-names-text = El correo de { $domain } llega con más seguridad si sus servidores de nombres responden por él. Estos registros van allí.
admin-mail-spf = Un registro TXT en { $domain } que nombra a quien envía por él, como v=spf1 include:mail.example ~all
admin-mail-dkim = La clave que te da tu proveedor de correo, en selector._domainkey.{ $domain }
admin-mail-dmarc = Un registro TXT en _dmarc.{ $domain }, para empezar v=DMARC1; p=none
admin-notice-mail-saved = Guardado. Envía una prueba para ver si el correo llega.
