### Las personas y lo que hicieron, en el panel.

admin-nav-users = Usuarios
admin-nav-invitations = Invitaciones
admin-nav-audit = Auditoría
admin-nav-record = Auditoría

## Listas de personas

people-search = Buscar
people-search-hint = El comienzo de un correo, de su dominio, de un nombre, de un apellido o de un nombre de usuario; o un id completo.
people-role = Rol
people-any-role = Cualquier rol
people-member = Usuario
people-admin = Administrador
people-role-hint = Un administrador gestiona los usuarios y los ajustes de este sitio.
people-status = Estado
people-any-status = Cualquier estado
people-active = Activa
people-disabled = Desactivada
people-invited = Invitada
people-unverified = Correo sin confirmar
people-protected = Protegida
people-verified = Correo confirmado
people-verified-yes = Confirmado
people-verified-no = Sin confirmar
people-either = Ambos
people-days = Por día
people-created = Creada
people-created-from = Creada desde (UTC)
people-created-to = Creada hasta (UTC)
people-seen = Último acceso
people-seen-from = Último acceso desde (UTC)
people-seen-to = Último acceso hasta (UTC)
people-never = Nunca
people-email = Correo
people-choose = Seleccionar
people-export = Descargar CSV
people-all = Mostrar todos los usuarios
people-none = Ningún usuario coincide
people-none-text = La búsqueda encuentra lo que empieza por esas palabras. Prueba con menos, o quita filtros.
people-none-yet = Aún no hay nadie
people-none-yet-text = Las personas aparecen aquí cuando se registran o se las invita.
people-first = Primera página
people-total = { $number ->
    [one] 1 en total
   *[other] { $number } en total
 }
people-total-many = Más de { $number }. Escribe más de un nombre, o pon un filtro, para acortar la lista.
people-bulk = Con las seleccionadas
people-bulk-all = Las { $number } de esta lista
people-bulk-all-many = Todas las de esta lista, más de { $number }

## Una de ellas

people-profile = Perfil
people-name = Nombre
people-name-optional = Nombre (opcional)
people-username = Nombre de usuario
people-username-optional = Nombre de usuario (opcional)
people-id = Id
people-language = Idioma
people-time-zone = Zona horaria
people-not-given = Sin indicar
people-invitation = Invitación
people-open-until = Abierta hasta el
people-until = hasta el
people-pending = Pendiente
people-expired = Caducada
people-acts = Qué puedes hacer
people-danger = Con cuidado
people-sessions = Sesiones
people-no-sessions = Sin ninguna sesión abierta.
people-session-since = desde el
people-session-seen = vista por última vez el
people-session-end = Cerrar sesión
people-session-end-text = Este navegador o aplicación queda fuera al momento y vuelve a pedir la contraseña. Las demás sesiones siguen. Su dueño recibe un correo.
people-events = Qué pasó
people-letters = Correos enviados a esta dirección
people-events-all = Todo
people-no-events = Nada todavía.
people-edit = Editar
people-edit-text = El correo y la contraseña solo los cambia su dueño.
people-protect = Protegida: no se puede desactivar ni borrar, y sigue siendo administradora
people-save = Guardar
people-cancel = Cancelar
people-back = Volver
people-notice-changed = La cuenta se ha cambiado.
people-notice-invited = La invitación está en camino.
people-notice-session-ended = La sesión se ha cerrado.

## Qué se puede hacer con una

people-act-send-reset = Enviar enlace de contraseña
people-act-send-reset-text = Envía un enlace para elegir otra contraseña. Hasta entonces vale la anterior.
people-act-send-reset-done = El correo con el enlace está en camino.
people-act-resend-invitation = Enviar otra vez la invitación
people-act-resend-invitation-text = Envía otro enlace para aceptar la invitación. El anterior deja de valer.
people-act-resend-invitation-done = La invitación está en camino.
people-act-end-sessions = Cerrar todas las sesiones
people-act-end-sessions-text = Cierra al momento la sesión de todo navegador y aplicación. Su dueño recibe un correo y puede volver a entrar.
people-act-end-sessions-done = Se han cerrado todas las sesiones.
people-act-enable = Activar la cuenta
people-act-enable-text = Deja que su dueño vuelva a entrar. Recibe un correo.
people-act-enable-done = La cuenta está activada.
people-act-make-admin = Hacer administrador
people-act-make-admin-text = Deja que la cuenta gestione los usuarios y los ajustes de este sitio, desde ahora. Su dueño recibe un correo.
people-act-make-admin-done = La cuenta es ahora administradora.
people-act-make-member = Quitar el rol de administrador
people-act-make-member-text = La cuenta conserva todo menos el panel. Su dueño recibe un correo.
people-act-make-member-done = La cuenta ya no es administradora.
people-act-disable = Desactivar la cuenta
people-act-disable-text = Cierra todas las sesiones, y nadie puede entrar hasta que se active de nuevo. No se borra nada. Su dueño recibe un correo.
people-act-disable-done = La cuenta está desactivada.
people-act-withdraw-invitation = Retirar la invitación
people-act-withdraw-invitation-text = El enlace deja de valer y la cuenta que esperaba desaparece.
people-act-withdraw-invitation-done = La invitación se ha retirado.
people-act-delete = Borrar la cuenta
people-act-delete-text = Borra la cuenta y todo lo que le pertenece, al momento y para siempre. Lo que hicieron los administradores queda en la auditoría. Su dueño recibe un correo.
people-act-delete-done = La cuenta se ha borrado.
people-act-temporary-password = Crear una contraseña provisional
people-act-temporary-password-text = Muestra una contraseña una sola vez, para que la entregues. Solo sirve para elegir otra. La contraseña actual y todas las sesiones terminan. Su dueño recibe un correo.
people-temporary-made = Contraseña provisional
people-temporary-once = Entrégala ahora: no se guarda en ninguna parte y no se puede mostrar otra vez.
people-kept-protected = Esta cuenta está protegida. El operador puede quitarlo en «Editar».
people-kept-last-admin = Es la última cuenta administradora del sitio que puede entrar. Haz antes administrador a otra persona.
people-wrong-status = La cuenta ha cambiado entretanto y esto ya no procede. Vuelve para ver cómo está ahora.
people-too-many-letters = Esta dirección ha recibido bastantes correos por ahora. Inténtalo más tarde.

## Invitar

people-invite = Invitar a alguien
people-invite-text = Recibe un correo con un enlace, elige una contraseña y así confirma su correo.
people-invite-send = Enviar invitación
people-invitations-lead = Personas invitadas que aún no han aceptado.
people-no-invitations = No hay invitaciones abiertas
people-no-invitations-text = Quien invites está aquí hasta que acepte.
people-resend = Reenviar
people-withdraw = Retirar

## Lo mismo para muchas

people-bulk-end-logins = Cerrar todas las sesiones
people-bulk-end-logins-text = Cierra al momento todas las sesiones de cada una. Pueden volver a entrar. Sus dueños reciben un correo.
people-bulk-disable = Desactivar cuentas
people-bulk-disable-text = Cierra todas las sesiones, y ninguna puede entrar hasta que se active de nuevo. No se borra nada. Sus dueños reciben un correo.
people-bulk-enable = Activar cuentas
people-bulk-enable-text = Deja entrar de nuevo a las que están desactivadas. Sus dueños reciben un correo.
people-bulk-left-out = Las cuentas administradoras y las protegidas quedan fuera.
people-bulk-none = No hay ninguna seleccionada. Vuelve y marca algunas cuentas.
people-bulk-count = { $number ->
    [one] 1 cuenta
   *[other] { $number } cuentas
 }
people-bulk-changed = { $number ->
    [one] Se ha cambiado 1 cuenta.
   *[other] Se han cambiado { $number } cuentas.
 }
people-bulk-left = { $number ->
    [one] 1 quedó como estaba: no había nada que hacer, o es administradora o protegida.
   *[other] { $number } quedaron como estaban: no había nada que hacer, o son administradoras o protegidas.
 }
people-bulk-by-itself = Tantas llevan un rato. Continúa por sí solo, y puedes pararlo.
people-bulk-done = { $done } de { $total } cuentas revisadas
people-bulk-goes-on = Continúa por sí solo, también si sales de esta página.
people-bulk-stopped = Parado después de { $done } de { $total } cuentas
people-bulk-ordered = Empezado el { $time }
people-bulk-stop = Parar aquí
people-bulk-again = Mirar de nuevo
people-bulk-look = Ver cuánto lleva
people-bulk-back = Volver a los usuarios

## El registro

audit-lead = Aquí no se puede cambiar nada. Las entradas se guardan un año.
audit-what = Qué
audit-when = Cuándo
audit-who = Quién
audit-account = Cuenta
audit-site = Sitio
audit-address = Dirección de red
audit-about = Cuenta (correo o id)
audit-about-site = Sitio (nombre corto)
audit-result = Resultado
audit-from = Desde (UTC)
audit-to = Hasta (UTC)
audit-done = Hecho
audit-refused = Rechazado
audit-any-action = Cualquier cosa
audit-by-anybody = Cualquiera
audit-by-person = Un usuario o visitante
audit-by-admin = Un administrador
audit-by-operator = El operador
audit-by-system = Vestibule
audit-by-account = Cuenta { $id }
audit-gone = Cuenta borrada
audit-csv = Descargar CSV
audit-jsonl = Descargar líneas JSON
audit-none = Ninguna entrada coincide
audit-none-text = Prueba con otro tiempo, o quita filtros.
audit-none-yet = Aún no ha pasado nada
audit-none-yet-text = Aquí aparecen los accesos, los cambios y lo que hacen los administradores.
audit-all = Mostrar todo
audit-newest = Lo más nuevo
audit-older = Anteriores
audit-target = Se refiere a
audit-program = Programa
audit-word = Tipo
audit-changes = Qué ha cambiado
audit-field = Campo
audit-before = Antes
audit-after = Después
audit-nothing = Nada

did-address-proven = Correo confirmado
did-logged-in = Entró
did-new-device = Entró desde un dispositivo nuevo
did-login-refused = Acceso rechazado
did-logged-out = Salió
did-token-reused = Fuera porque un token llegó dos veces
did-identity-confirmed = Contraseña confirmada
did-device-ended = Su dueño cerró una sesión
did-other-devices-ended = Su dueño cerró las demás sesiones
did-password-changed = Contraseña cambiada
did-password-refused = Contraseña actual rechazada
did-password-reset = Contraseña repuesta por correo
did-profile-changed = Perfil cambiado
did-email-change-asked = Cambio de correo pedido
did-email-change-cancelled = Cambio de correo cancelado
did-email-changed = Correo cambiado
did-email-change-undone = Cambio de correo deshecho
did-data-exported = Datos propios descargados
did-deletion-asked = Borrado pedido
did-deletion-undone = Borrado deshecho
did-deleted = Cuenta borrada del todo
did-user-created = Cuenta añadida
did-user-invited = Invitación enviada
did-invitation-sent = Invitación enviada otra vez
did-invitation-accepted = Invitación aceptada
did-invitation-withdrawn = Invitación retirada
did-user-changed = Cuenta cambiada
did-role-changed = Rol cambiado
did-user-disabled = Cuenta desactivada
did-user-enabled = Cuenta activada
did-user-deleted = Cuenta borrada
did-reset-sent = Enlace de contraseña enviado
did-logins-ended = Todas las sesiones cerradas
did-login-ended = Una sesión cerrada
did-users-exported = Lista de usuarios descargada
did-record-exported = Auditoría descargada
did-client-created = Aplicación registrada
did-client-changed = Aplicación cambiada
did-client-deleted = Aplicación quitada
did-client-secret-added = Secreto de una aplicación añadido
did-client-secret-revoked = Secreto de una aplicación revocado
did-look-published = Aspecto publicado
did-look-restored = Aspecto anterior recuperado
did-letters-retried = Cartas enviadas de nuevo
did-mail-tested = Ajustes de correo probados
did-app-allowed = Aplicación permitida
did-device-allowed = Aplicación de un dispositivo permitida
did-app-revoked = Acceso de una aplicación retirado
did-app-code-reused = Acceso de una aplicación terminado porque un código llegó dos veces
did-app-token-reused = Acceso de una aplicación terminado porque un token llegó dos veces
did-temporary-password-made = Contraseña provisional creada
did-temporary-password-used = Contraseña provisional usada
did-site-created = Sitio añadido
did-site-changed = Sitio cambiado
did-site-disabled = Sitio desactivado
did-site-enabled = Sitio activado
did-site-deleted = Sitio borrado
did-key-rotated = Clave de firma cambiada
did-operator-logged-in = El operador entró
did-operator-logged-out = El operador salió
did-operator-confirmed = Clave maestra confirmada
did-operator-refused = Clave maestra equivocada
did-operator-limited = Demasiadas claves maestras equivocadas
did-entry-link-made = Enlace de acceso creado
did-entry-link-used = Enlace de acceso usado

## Gráficos

chart-logins = Accesos por día
chart-logins-sum = { $number } en los últimos 30 días
chart-signups = Registros por día
chart-signups-sum = { $number } en los últimos 30 días
chart-hours-ago = Hace 24 horas
chart-now = Ahora
chart-highest = Hasta { $number }
chart-none = Nada todavía
chart-table = Como tabla
chart-day = Día (UTC)

## Cartas sobre lo que hizo un administrador

letter-administered = Cambio de un administrador
mail-administered-subject = Un administrador cambió tu cuenta en { $site }
mail-administered-title = Un administrador cambió tu cuenta
mail-administered-disabled = Tu cuenta en { $site } se desactivó el { $time }. Nadie puede entrar en ella hasta que un administrador la active de nuevo.
mail-administered-enabled = Tu cuenta en { $site } se activó el { $time }. Puedes volver a entrar.
mail-administered-made-admin = Eres administrador de { $site } desde el { $time }. Puedes gestionar sus usuarios y ajustes.
mail-administered-made-member = Ya no eres administrador de { $site } desde el { $time }. El resto de tu cuenta sigue igual.
mail-administered-logged-out = Se cerraron todas las sesiones de tu cuenta en { $site } el { $time }, en todo navegador y aplicación. Puedes volver a entrar.
mail-administered-login-ended = Se cerró una de las sesiones de tu cuenta en { $site } el { $time }. Puedes volver a entrar allí.
mail-administered-deleted = Tu cuenta en { $site } se eliminó el { $time }, con todo lo que contenía. Ya no queda nada a lo que entrar.
mail-administered-ask = Si no lo esperabas, pregunta a quien lleva { $site }.
