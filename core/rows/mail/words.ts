/**
 * The words of mail programs and of people who write mails, by what they are for. Each list is the alternatives of a
 * pattern that ignores case. Read in the programs' own translations and in reports of what readers of replies missed,
 * 2026-11-29.
 */

/** In the line above a quote: who wrote what follows. */
export const WROTE =
	'wrote|writes|schrieb|schreibt|geschrieben|geschreven|a écrit|écrit|écrivait|escribió|escribio|ha scritto|scrive|escreveu|skrev|skriver|schreef|napisał(?:\\(a\\)|a)?|pisze|kirjoitti|написал(?:а|\\(а\\))?|пишет|пише|написав|писал|napsal(?:\\(a\\)|a)?|napísal(?:\\(a\\)|a)?|yazdı|כתבה?|كتب|írta|έγραψε|a scris|je napisal|napisao|pisao|đã viết|menulis';
/** The same where words are not set apart. */
export const WROTE_UNSPACED = '写道|写到|寫道|書きました|のメール|のメッセージ|작성|썼습니다|쓴 글';

/** Who quotes himself, or tells what was written, is no mail program. */
export const SAYS_ONESELF =
	"(?:\\b(?:I|we|you|they) (?:have |had )?wrote|\\bschrieb(?:en)? (?:ich|wir|sie)\\b|\\b(?:habe|haben) (?:ich|wir)\\b|\\b(?:ich|wir) (?:habe|haben)\\b|\\b(?:ai|avons) écrit|\\bheb(?:ben)? (?:ik|wij|we)\\b|כתבתי|كتبت|\\b(?:ich|wir|sie) schrieb|j['’]ai écrit|\\b(?:nous|vous) avons? écrit|\\bik schreef|schreef ik\\b|\\b(?:jag|jeg|vi) skrev|skrev (?:jag|jeg|vi)\\b|(?:^|\\s)(?:я|мы|ми) (?:написа|писа)|napsal jsem|io ho scritto)";

/** Lines of a head: `From: Ann`. */
export const LABELS = {
	from: 'from|von|de|da|van|från|fra|od|od kogo|nadawca|lähettäjä|feladó|отправитель|от|от кого|від|від кого|odesílatel|kimden|gönderen|מאת|من|发件人|寄件者|寄件人|差出人|送信者|보낸 사람|보낸사람|expéditeur|afzender|mittente|remitente|remetente|de la|από',
	sent: 'sent|date|sent at|gesendet|gesendet am|datum|envoyé|envoyé le|date d’envoi|enviado|enviado el|enviada em|enviado em|fecha|inviato|data|verzonden|verzonden op|skickat|sendt|dato|wysłano|data wysłania|lähetetty|päivämäärä|elküldve|dátum|отправлено|дата|надіслано|odesláno|gönderildi|gönderme tarihi|tarih|נשלח|תאריך|تاريخ|تم الإرسال|发送时间|發送時間|日期|寄件日期|送信日時|日時|日付|보낸 날짜|날짜|trimis|ημερομηνία',
	to: 'to|an|à|para|a|till|til|aan|do|komu|vastaanottaja|címzett|кому|получатель|до|kime|alıcı|אל|إلى|收件人|收件者|宛先|받는 사람|받는사람|către|προς|destinataire|destinatario|destinatário',
	subject:
		'subject|betreff|betr|objet|asunto|oggetto|assunto|ämne|emne|onderwerp|temat|aihe|tárgy|тема|předmět|konu|נושא|الموضوع|主题|主旨|標題|件名|제목|subiect|predmet|θέμα|sujet',
	other:
		'cc|bcc|kopio|עותק|cópia|másolat|kopija|نسخة|kopie|kopia|kopi|copie|copia|kk|dw|копия|копія|bilgi|参照|抄送|副本|참조|reply-to|antwort an|responder a|répondre à|importance|wichtigkeit|priorität|priority|attachments?|anlagen?|anhänge|pièces jointes|adjuntos|allegati|bijlagen|organisation|organization',
};

/** Between dashes, above what is answered: Outlook, Samsung, GMX and others. */
export const ORIGINAL =
	"original (?:message|appointment|e?-?mail)|original-?nachricht|originale nachricht|ursprüngliche[rs]? (?:nachricht|termin|(?:e-?)?mail|mitteilung)|message d['’]origine|(?:message|mail|e-?mail|courriel) (?:original|initial)|rendez-vous d['’]origine|mensaje original|cita original|messaggio originale|appuntamento originale|mensagem original|compromisso original|original(?:meddelande|besked|melding|bericht|viesti)|ursprungligt (?:meddelande|mail)|ursprunglig avtalad tid|oprindelig (?:meddelelse|besked|aftale)|opprinnelig (?:melding|avtale)|oorspronkelijk(?:e)? (?:bericht|afspraak|e-?mail)|oryginalna wiadomość|wiadomość oryginalna|alkuperäinen (?:viesti|tapaaminen)|исходное сообщение|исходное письмо|оригинальное сообщение|(?:оригінальне|вихідне|початкове) повідомлення|původní (?:zpráva|schůzka)|pôvodná správa|özgün ileti|orijinal (?:mesaj|ileti)|הודעה מקורית|الرسالة الأصلية|原始邮件|原始郵件|原邮件|原始邮件信息|元のメッセージ|元のメール|オリジナル メッセージ|원본 (?:메시지|메일|이메일)|eredeti üzenet|αρχικό μήνυμα|mesaj(?:ul)? (?:original|inițial)|izvirno sporočilo|izvorna poruka|reply message";

/** Somewhere in the mark of a forward, whichever way the program puts it. */
export const FORWARDED =
	'forward|transmis|weitergeleitet|transf[eé]r|réexpédi|reenvi|reencaminh|encaminhad|inoltrat|doorgestuurd|vidarebefordra|vidaresän|videresend|przekaz|przesłan|välitett|edelleenlähetet|továbbított|пересла|пересыла|перенаправл|переадрес|пересилан|přepos|preposlan|iletil(?:en|miş)|İletil(?:en|miş)|yönlendiril|הועבר|מועבר|محول|مُعاد|转发|轉寄|轉發|転送|전달|προωθη|redirecționat|proslijeđen|posredovan';

/** In front of a subject. VS is a forward in Norway and a reply in Finland: in doubt it is a forward. */
export const FORWARD_PREFIX =
	'fwd?|wg|tr|rv|i|vb|vs|vl|enc|pd|doorst|fs|ilt|továbbítás|转发|轉寄|転送|전달';
export const REPLY_PREFIX =
	're|aw|sv|antw|antwort|odp|rif|ynt|yan|回复|回覆|答复|返信|답장|회신|отв|відп|תשובה|réf|rép';

/** These are words of other things as well: a reply's where the rest is the subject of what stands below. */
export const SHORT_REPLY_PREFIX = 'r|ref|res|на';

/** Who writes so speaks of what stands below, or has answered within it. */
export const POINTS_BELOW =
	'\\bhere (?:is|are|you go|it is)\\b|\\bhier (?:ist|sind|die|der|das|kommt)\\b|voici|aquí (?:está|lo|la|tienes)|\\becco|hierbij|aqui está|\\boto\\b|här är|\\bher er\\b|tässä|вот\\s|ось\\s|tady je|işte|הנה|\\bfyi\\b|\\bf\\.y\\.i|(?<!\\b(?:look|looks|looking|looked|going|moving|way|step) )forward|\\bfwd\\b|\\bbelow\\b|beneath|underneath|at the (?:very )?(?:bottom|end)\\b(?! of)|am ende\\b(?! de)|ganz unten|en bas\\b|al final\\b(?! de)|in fondo alla|no final\\b(?! d)|na dole|längst ner|внизу|\\bin[- ]?line\\b|in[- ]between|\\bin (?:red|blue|green|bold|colou?r)\\b|for your (?:info|attention|records|review|awareness)|my (?:answers|comments|replies|responses|remarks)|meine (?:antworten|kommentare|anmerkungen)|mes (?:réponses|commentaires|remarques)|mis (?:respuestas|comentarios)|mie risposte|miei commenti|mijn (?:antwoorden|opmerkingen)|minhas respostas|meus comentários|moje (?:odpowiedzi|komentarze|odpovědi)|min[ae] (?:svar|kommentarer)|vastaukseni|kommenttini|мои (?:ответы|комментарии)|мої відповіді|cevaplarım|התשובות שלי|我的回答|내 답변|pass(?:ing|ed)? (?:this|it) (?:on|along)|(?:see|read) (?:the )?(?:attached|following|thread|trail|chain|history)|\\bunten|untenstehend|nachfolgend|nachstehend|folgende[nrms]? (?:mail|e-mail|nachricht|anfrage)|weiter(?:ge)?leit|leite .{0,40}weiter|zur (?:info|kenntnis|weiter)|z\\.? ?k\\.|z\\.? ?kts|\\bin (?:rot|blau|grün|fett)\\b|ci-dessous|ci-après|ci-bas|plus bas|transf[eé]r|fais suivre|pour (?:info|information|suite)|en (?:rouge|bleu|vert)\\b|abajo|a continuación|más abajo|reenv[ií]|para (?:su|tu|tu[s]?|vuestra) (?:info|conocimiento)|en (?:rojo|azul|verde)\\b|\\bsotto\\b|di seguito|inoltr|per (?:conoscenza|info)|in (?:rosso|blu|verde)\\b|hieronder|onderstaand|onderaan|doorgestuurd|doorstur|stuur .{0,40}door\\b|ter (?:info|kennis)|in het (?:rood|blauw)|abaixo|reencaminh|encaminh|para (?:seu )?conhecimento|em (?:vermelho|azul)|poniżej|poniższ|przekazuj|przesyłam|do wiadomości|na (?:czerwono|niebiesko)|nedan|vidarebefordr|för kännedom|i (?:rött|blått)\\b|nedenfor|nedenstående|videresend|til (?:info|orientering)|alla olev|alempana|välitän|tiedoksi|ниже|пересыла|переслал|к сведению|для информации|красным|нижче|пересила|до відома|níže|přepos|na vědomí|aşağı|iletiyorum|bilginize|למטה|להלן|מעביר|לידיעת|أدناه|下記|以下|転送|ご参考|共有|如下|下文|见下|下面|红字|红色|赤字|转发|轉寄|供参考|供您参考|아래|전달|참고';

/** Who writes so gives what stands below into other hands. */
export const HANDS_ON =
	"\\bthis (?:customer|client|one|request|mail|e-?mail|message|complaint|ticket|order|case|lead|inquiry|enquiry|guy|person|lady)\\b.{0,20}\\?|(?:take|taking) (?:this|that|it)(?: one)?(?: over)?|take care of (?:this|that|it|him|her|them)|handle (?:this|that|it)|deal with (?:this|that|it)|look (?:into|at) (?:this|that|it)|thoughts\\?|what do you (?:think|make) of|adding [a-z]|looping in|(?:kümmerst|kannst|könntest|könnt|bitte).{0,30}(?:darum|das|dem|übernehm|kümmer)|peux-tu t['’]en|(?:occupe|charge)[zr]?[- ](?:toi|vous)? ?(?:de|en)|te (?:encargas|ocupas)|puedes (?:verlo|ocuparte)|te ne occupi|puoi occuparti|pak jij|kun jij dit|podes tratar|zajmij się|zajmiesz się|kan du ta|займись|разбер(?:ись|итесь)|diese[nrms]? kund|ce client|cette cliente|est[ea] cliente|quest[oa] cliente|kun (?:je|jij) .{0,30}(?:helpen|oppakken|overnemen)|deze klant|tego klienta|den här kunden|denne kunde|tämän? asiak|эт(?:им|ому|от|ого) клиент|цим клієнтом|tohoto zákazník|bu müşteri|הלקוח הזה|対応をお願い|ご対応|お願いできますか|このお客様|この件について|请处理|请跟进|这位客户|帮忙处理|처리해|이 고객|확인 부탁";

/** Who writes so, and nothing else of a reply, may as well pass something on. */
export const MAY_PASS_ON =
	'customer|\\bclient|\\bkund|cliente|\\bklant|klient|asiak|клиент|клієнт|müşteri|zákazní|new (?:message|reply|comment|post|answer|response)|replied to|commented on|mentioned you|you have (?:a|received)|neue (?:nachricht|antwort)|neuer kommentar|nouveau message|nouvelle réponse|nuevo mensaje|nueva respuesta|nuovo messaggio|nieuw bericht|nowa wiadomość|\\bforum|can you (?:help|take|answer|reply|call|do)|could you (?:help|take|answer|reply|call)|please (?:handle|advise|reply|respond|answer|take|call)|came in|\\bform\\b|submission|submitted|website|booking|reservation|notification|newsletter|\\bticket\\b|enquiry|inquiry|kümmer|übernehm|erledig|formular|buchung|reservierung|anfrage|webseite|peux-tu|pouvez-vous|formulaire|réservation|demande de|puedes|podrías|formulario|reserva|solicitud|puoi|potresti|modulo|prenotazione|richiesta|kun je|kunt u|formulier|reservering|aanvraag|podes|poderia|formulário|możesz|proszę o|formularz|rezerwacj|kan du|formulär|bokning|skjema|bestilling|voitko|lomake|varaus|можешь|посмотри|форм|заявк|můžeš|formulář|rezervac|フォーム|予約|お問い合わせ|表单|预订|양식|예약';

/** The first words of who thanks or agrees, whatever follows. */
export const THANKS =
	"thanks|thank you|thx|many thanks|sounds good|got it|noted|will do|of course|agreed|understood|danke|vielen dank|herzlichen dank|besten dank|alles klar|einverstanden|merci|d['’]accord|entendu|bien reçu|gracias|muchas gracias|de acuerdo|grazie|va bene|d['’]accordo|obrigad[oa]|combinado|bedankt|dank je|dank u|dankjewel|akkoord|helemaal goed|dziękuję|dzięki|zgoda|w porządku|tack|självklart|takk|kiitos|спасибо|согласен|согласна|понял|поняла|дякую|děkuji|díky|teşekkür|תודה|شكرا";
/** The same where words are not set apart. */
export const THANKS_UNSPACED =
	'ありがとう|了解|承知|かしこまり|谢谢|謝謝|好的|是的|收到|没问题|감사|알겠';
/** Who says so, and makes a pause, has been asked something. */
export const YES_AND_NO =
	'yes|yep|yeah|no|nope|ok|okay|sure|great|perfect|done|absolutely|fine|good idea|ja|nein|gerne?|passt|super|verstanden|klar|in ordnung|oui|non|parfait|très bien|sí|si|vale|perfecto|claro|sì|perfetto|certo|sim|não|perfeito|nee|prima|goed|tak|nie|jasne|nej|okej|bra|fint|kyllä|joo|ei|selvä|да|нет|хорошо|так|ні|добре|ano|ne|dobře|evet|hayır|tamam|כן|לא|בסדר|نعم|لا|はい|いいえ|可以|不行|네|아니요?';

export const GREETINGS =
	'hi|hello|hey|dear|good (?:morning|afternoon|evening|day)|greetings|hallo|liebe[rs]?|sehr geehrte[rsn]?|guten (?:tag|morgen|abend)|moin|servus|grüezi|grüß dich|bonjour|bonsoir|salut|chère?s?|coucou|hola|estimad[oa]s?|buen(?:os|as) (?:días|tardes|noches)|querid[oa]s?|ciao|buongiorno|buonasera|salve|gentile|gentilissim[oa]|car[oa]|egregio|spett(?:abile)?|beste|geachte|hoi|dag|goede(?:morgen|middag|navond|n?dag)|olá|oi|prezad[oa]s?|car[oa]s?|bom dia|boa tarde|cześć|dzień dobry|szanown[aiey]|witam|hej|hejsan|god (?:morgon|dag|morgen|kväll)|bästa|kära|kære|kjære|hei|arvoisa|terve|moi|hyvä|привет|здравствуйте|здравствуй|уважаем[а-я]+|добрый (?:день|вечер)|доброе утро|вітаю|привіт|шановн[а-яії]+|добрий день|ahoj|dobrý den|vážen[áýíé]|milý|milá|merhaba|selam|sayın|günaydın|שלום|היי|הי|بسم|مرحبا|السلام|您好|你好|尊敬的|亲爱的|안녕하세요|안녕';

/** Whom a greeting names that names nobody. */
export const NOBODY =
	'all|everyone|everybody|team|folks|both|there|again|together|guys|colleagues|sir|madam|sirs|customer|support|zusammen|alle|alles|leute|kolleg(?:en|innen|:innen|e|in)|damen|herren|und|tous|toutes|équipe|collègues|madame|monsieur|messieurs|et|todos|todas|equipo|compañeros|señores|y|tutti|tutte|squadra|colleghi|signori|allemaal|iedereen|collega(?:’s|s)?|heer|mevrouw|en|pessoal|equipe|colegas|senhores|e|wszyscy|wszystkim|państwo|zespół|alla|allihopa|hallå|kaikki|всем|все|коллеги|команда|усім|колеги|všichni|kolegové|herkese|arkadaşlar|ekip|לכולם|皆さん|皆様|各位|大家|여러분|mr|mrs|ms|dr|herr|frau|m|mme|sr|sra|sig|dhr|mevr|pan|pani|the|your';

/** How a mail ends above the name. */
export const SIGN_OFFS =
	'(?:best|kind|warm|many)(?: regards| wishes)?|regards|cheers|sincerely|yours(?: \\p{L}+)?|all the best|talk soon|take care|viele grüße|viele grüsse|mit (?:freundlichen|besten|lieben) grü(?:ß|ss)en|(?:liebe|beste|schöne|herzliche) grü(?:ß|ss)e|grüße|gruß|lg|vg|mfg|cordialement|bien (?:à (?:vous|toi)|cordialement)|à bientôt|(?:un )?(?:cordial )?saludos?(?: cordiales?)?|atentamente|(?:cordiali |distinti )?saluti|un saluto|a presto|(?:met )?(?:vriendelijke|hartelijke) groet(?:en)?|groet(?:en|jes)?|mvg|atenciosamente|(?:com os melhores )?cumprimentos|abraços?|pozdrawiam|z poważaniem|pozdrowienia|(?:med )?vänliga? hälsning(?:ar)?|mvh|hälsningar|(?:med )?venlig hilsen|vennlig hilsen|(?:mange )?hilsen|(?:ystävällisin )?terveisin|terveiset|с уважением|с наилучшими пожеланиями|з повагою|s pozdravem|saygılarımla|selamlar|בברכה|よろしくお願い.*|敬具|此致|敬礼|祝好|감사합니다|sent from my .*|von meinem .* gesendet|envoyé de(?:puis)? mon .*|enviado desde mi .*|inviato da(?:l mio)? .*|verzonden vanaf mijn .*|enviado do meu .*|--';
