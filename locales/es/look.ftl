# El aspecto de un sitio: qué le ha pasado, qué está mal en él y la página que lo cambia.
event-look-published = Se publicó el aspecto del sitio
event-look-restored = Se recuperó un aspecto anterior del sitio

look-fault-missing = Rellena este campo, porque ningún otro lo dice
look-fault-unknown = No hay nada con este nombre
look-fault-malformed = Este valor no tiene la forma que se necesita aquí
look-fault-color = Escribe el color como # y seis dígitos hexadecimales, por ejemplo #4f46e5
look-fault-out-of-range = Elige un número de { $least } a { $most }
look-fault-contrast = { $color } sobre { $ground } tiene un contraste de { $ratio } y necesita { $needs }. El color legible más cercano es { $nearest }
look-fault-contrast-hopeless = { $color } sobre { $ground } tiene un contraste de { $ratio } y necesita { $needs }. Ninguna claridad de este tono se lee ahí
look-fault-too-different = { $color } y { $other } son demasiado distintos para un solo color de texto. Acércalos
look-fault-in-css = Línea { $line }: en «{ $part }» de { $mode ->
    [night] noche
   *[day] día
} { $color } coincide con { $other } con un contraste de { $ratio } y necesita { $needs }. El color legible más cercano es { $nearest }
look-fault-in-css-hopeless = Línea { $line }: en «{ $part }» de { $mode ->
    [night] noche
   *[day] día
} { $color } coincide con { $other } con un contraste de { $ratio } y necesita { $needs }. Ninguna claridad de este tono se lee ahí
look-fault-unclear = Línea { $line }: no se puede saber de antemano si algo se lee con { $value }. Escríbelo como #rrggbb, rgb(), hsl() o var(--color-…)
look-fault-covers = Línea { $line }: esta sombra puede tapar lo que hay al lado. Que llegue a 4 píxeles como máximo, o que deje ver el 70 %, y usa dos como máximo
look-fault-too-many-cases = Los colores dependen de más condiciones de las que se pueden recorrer. Usa menos @media, @supports y estados
look-fault-not-a-link = Empieza la dirección con https:// o mailto:
look-fault-too-long = Acorta esto a { $number } caracteres como máximo
look-fault-too-large = Elige un archivo de { $number } KB como máximo
look-fault-too-many-files = Ya hay { $number } archivos. Los que ninguna versión muestra desaparecen al cabo de un día
look-fault-not-a-picture = Elige un PNG, JPEG, WebP o SVG
look-fault-not-a-font = Elige un WOFF2 con una sola fuente completa
look-fault-too-many-pixels = Elige una imagen de { $number } píxeles por lado como máximo
look-fault-drawing = Este SVG está vacío, o contiene más de lo que se puede dibujar con seguridad. Expórtalo como PNG
look-fault-drawing-text = Este SVG tiene texto en una fuente que nadie más tiene. Convierte el texto en trazados y expórtalo de nuevo
look-fault-no-such-file = Sube primero el archivo

api-look-changed = Otra persona ha cambiado el aspecto desde que lo viste. Léelo de nuevo antes de publicarlo
api-nothing-to-publish = No hay nada que publicar: el aspecto no tiene borrador

## La página del aspecto de un sitio

admin-nav-look = Aspecto
look-draft = Borrador
look-draft-text = Sin publicar. Lo guardó { $who } el { $time }.
look-live = Publicado
look-live-text = Versión { $number }, desde el { $time }.
look-live-theme = El tema tal cual. No se ha publicado nada propio del sitio.
look-by-operator = el operador
look-by-admin = un administrador
look-faults = Esto impide publicar el borrador
look-update = Actualizar la vista previa
look-save = Guardar el borrador
look-publish = Publicar
look-discard = Descartar el borrador
look-discard-text = Estos cambios no se han publicado. Se pierden para siempre; lo publicado queda como está.
look-discard-texts = { $count ->
        [one] 1 texto
       *[other] { $count } textos
    }
look-discard-files = { $count ->
        [one] 1 imagen
       *[other] { $count } imágenes
    }
look-inherited = Del tema
look-inherited-as = { $value } – del tema
look-used = Se usa: { $color }
look-ratio = Contraste { $ratio }, necesita { $needs }
look-preview = Vista previa
look-preview-hint = Son las páginas reales, sin datos de nadie. Aquí sus botones no hacen nada.
look-view = Página
look-mode = Modo
look-language = Idioma
look-phone = Con el ancho de un teléfono
look-draft-more = Compartir, copiar, descartar
look-share = Un enlace al borrador
look-share-hint = Quien lo tenga ve la página de inicio de sesión con el aspecto del borrador, durante siete días.
look-copy = Copiar el aspecto de otro sitio
look-copy-submit = Copiar en el borrador
look-versions = Versiones publicadas
look-versions-none = Todavía no se ha publicado nada.
look-version = Versión
look-version-at = Publicada
look-version-who = Por
look-restore = Recuperar
look-repeats = repite la versión { $number }
look-pictures = Logotipos, imágenes y fuentes
look-pictures-hint = PNG, JPEG, WebP o SVG, fuentes como WOFF2, 500 KB como máximo. Basta un logotipo: de él se hace también el de los correos, y se muestra sobre fondo oscuro mientras no haya otro. Mira cómo queda en la vista previa.
look-picture-place = Para qué es
look-picture-file = Archivo
look-picture-upload = Subir
look-picture-remove = Quitar
look-place-logo-light = Logotipo sobre fondo claro
look-place-logo-dark = Logotipo sobre fondo oscuro
look-place-icon = Icono cuadrado
look-place-favicon = Icono en la pestaña del navegador
look-place-mail-logo = Logotipo en los correos
look-place-background-light = Fondo de día
look-place-background-dark = Fondo de noche
look-place-font = Fuente
look-place-font-bold = Fuente de la negrita

notice-look-saved = El borrador está guardado. Nadie lo ve hasta que lo publiques.
notice-look-published = El aspecto está publicado. Desde ahora lo llevan todas las páginas.
notice-look-unchanged = No había nada que hacer: el borrador dice lo que ya está publicado.
notice-look-changed = Otra persona cambió el borrador en el mismo momento. Míralo otra vez antes de publicarlo.
notice-look-discarded = El borrador ya no está. Lo publicado queda como estaba.
notice-look-restored = La versión anterior vuelve a estar publicada.
notice-look-unreadable = La versión anterior tiene valores que ya no se pueden publicar. Lo publicado queda como estaba.
notice-look-copied = El aspecto del otro sitio está ahora en tu borrador.
notice-look-no-site = No hay ningún sitio con este nombre corto.
notice-look-uploaded = El archivo forma parte del borrador.
notice-look-removed = El archivo ya no forma parte del borrador.

look-group-seed = Marca
look-group-layout = Disposición
look-group-shape = Formas y letras
look-group-background = Fondo de día
look-group-background-dark = Fondo de noche
look-group-colors = Colores de día
look-group-colors-dark = Colores de noche
look-group-links = Enlaces del pie
look-group-slots = Textos breves

look-extends = Tema
look-color-brand = Color de la marca
look-color-page = Página
look-color-surface = Tarjetas
look-color-text = Texto
look-color-muted = Texto discreto
look-color-link = Enlaces
look-color-primary = Botón principal
look-color-on-primary = Texto del botón principal
look-color-primary-border = Borde del botón principal
look-color-control-border = Borde de los campos
look-color-border = Líneas
look-color-focus = Anillo de foco
look-color-danger = Errores
look-color-danger-bg = Fondo de los errores
look-color-success = Éxito
look-color-success-bg = Fondo del éxito
look-color-warning = Avisos
look-color-warning-bg = Fondo de los avisos
look-shape-radius-control = Esquinas de campos y botones, en píxeles
look-shape-radius-card = Esquinas de las tarjetas, en píxeles
look-shape-border-width = Grosor de los bordes, en píxeles
look-shape-shadow = Sombra de las tarjetas
look-type-font = Tipo de letra
look-type-scale = Tamaño de la letra, como factor
look-type-density = Espaciado
look-layout-variant = Disposición
look-layout-card-width = Ancho de la tarjeta, en píxeles
look-layout-align = Alineación
look-layout-logo-place = Lugar del logotipo
look-layout-logo-height = Altura del logotipo, en píxeles
look-background-kind = Clase
look-background-color = Color, o velo sobre la imagen
look-background-from = Degradado desde
look-background-to = Degradado hasta
look-background-angle = Ángulo del degradado, en grados
look-background-focal-x = Centro de la imagen desde la izquierda, en porcentaje
look-background-focal-y = Centro de la imagen desde arriba, en porcentaje
look-background-scrim = Grosor del velo, en porcentaje
look-links-home = Página principal
look-links-support = Ayuda
look-links-privacy = Aviso de privacidad
look-links-terms = Condiciones de uso
look-links-status = Página de estado
look-slots-header = Encima de todo
look-slots-before-form = Encima del título
look-slots-after-form = Debajo del formulario
look-slots-footer = Al final de la página
look-slots-split-panel = En el panel

look-choice-auto = Como el sistema
look-choice-light = Claro
look-choice-dark = Oscuro
look-choice-none = Nada
look-choice-soft = Suave
look-choice-strong = Fuerte
look-choice-system = La del sistema
look-choice-humanist = Humanista
look-choice-serif = Con serifas
look-choice-mono = Monoespaciada
look-choice-compact = Compacto
look-choice-normal = Normal
look-choice-roomy = Amplio
look-choice-center-card = Una tarjeta en el centro
look-choice-flush = Sin tarjeta
look-choice-split-start = Panel al principio
look-choice-split-end = Panel al final
look-choice-start = Al principio
look-choice-center = En el centro
look-choice-inside = Dentro de la tarjeta
look-choice-outside = Fuera de la tarjeta
look-choice-solid = Un color
look-choice-gradient = Degradado
look-choice-image = Imagen

look-fault-not-an-archive = Elige un tar que contenga un theme.toml, como el que da la exportación
notice-look-imported = La carpeta es ahora tu borrador.
look-group-css = CSS propio del sitio
look-custom-css = CSS
look-css-hint = Solo sobre partes documentadas, como [data-part=card]. Nunca en las páginas de una cuenta. Lo que no se entiende se deja fuera.
look-css-dropped = Fuera del CSS
look-css-line = Línea { $number }: { $text }
look-folder = Como carpeta de un tema
look-export = Descargar
look-import = Leer una carpeta en el borrador (tar)
look-import-submit = Leerla
