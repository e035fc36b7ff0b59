/** Lines that start the history of a thread, in the words of the common mail programs. */
const REPLY_HEADS: readonly RegExp[] = [
	/^\s*-{2,}\s*(?:Original Message|Ursprüngliche Nachricht|Message d'origine|Mensaje original|Messaggio originale|Mensagem original|Ursprungligt meddelande|Oprindelig meddelelse|Oorspronkelijk bericht)\s*-{2,}\s*$/i,
	/^(?=.*[\d@])\s*(?:On|Am|Le|El|Il|Em|Den|Op|W dniu)\b.{6,200}(?:wrote|schrieb|a écrit|escribió|ha scritto|escreveu|skrev|schreef|napisał(?:\(a\))?)(?!\p{L}).{0,80}:\s*$/iu,
];
const OUTLOOK_FROM = /^\s*\*?(?:From|Von|De|Da|Från|Fra|Van|Od)\s*:\*?\s+\S/i;
const OUTLOOK_LINE = /^\s*_{20,}\s*$/;
const OUTLOOK_SENT =
	/^\s*\*?(?:Sent|Date|Gesendet|Datum|Envoyé|Enviado|Inviato|Data|Skickat|Sendt|Verzonden|Wysłano)\s*:\*?\s+\S/i;

const OUTLOOK_TO = /^\s*\*?(?:To|Cc|An|À|Para|A|Till|Til|Aan|Do)\s*:\*?\s+\S/i;
const OUTLOOK_SUBJECT =
	/^\s*\*?(?:Subject|Betreff|Objet|Asunto|Oggetto|Assunto|Ämne|Emne|Onderwerp|Temat)\s*:/i;
/** Long lists of people break into several lines. */
const OUTLOOK_HEAD_LINES = 8;

/**
 * The newest message of a thread. When nothing would be left, or the mail is a forward (whose point is
 * what stands below), the text stays whole.
 */
export function withoutQuotedReplies(text: string): string {
	const lines = text.split(/\r\n|\r|\n/);
	if (lines.some((line) => FORWARD_HEAD.test(line))) return text;
	const end = lines.findIndex((line, index) => startsHistory(line, lines, index));
	const kept = (end < 0 ? lines : lines.slice(0, end)).filter((line) => !/^\s*>/.test(line));
	const newest = kept.join('\n');
	return newest.trim() === '' ? text : newest;
}

const FORWARD_WORDS =
	'(?:Forwarded message|Weitergeleitete Nachricht|Message transféré|Mensaje reenviado|Messaggio inoltrato|Mensagem encaminhada|Vidarebefordrat meddelande|Doorgestuurd bericht|Videresendt meddelelse|Treść przekazanej wiadomości)';
const FORWARD_HEAD = new RegExp(
	`^\\s*-{2,}\\s*${FORWARD_WORDS}\\s*-{2,}|^\\s*Begin forwarded message:`,
	'i',
);

/** The same anywhere in a page; one dash, or a line of dashes would be tried from each of them on. */
export const FORWARD_MARK = new RegExp(`-\\s*${FORWARD_WORDS}\\s*-|Begin forwarded message:`, 'i');

function startsHistory(line: string, lines: readonly string[], index: number): boolean {
	if (line.length > 400 || line.trim() === '') return false;
	// Gmail breaks "On … <address>\nwrote:" over two lines.
	const pair = `${line} ${lines[index + 1] ?? ''}`;
	if (REPLY_HEADS.some((head) => head.test(line) || (pair.length <= 400 && head.test(pair))))
		return true;
	if (OUTLOOK_LINE.test(line)) {
		return [1, 2, 3].some((below) => startsOutlookHead(lines, index + below));
	}
	return startsOutlookHead(lines, index);
}

/** All four lines: a contact form and a booking have From and Date, too. */
function startsOutlookHead(lines: readonly string[], index: number): boolean {
	if (!OUTLOOK_FROM.test(lines[index] ?? '')) return false;
	const head = lines.slice(index + 1, index + OUTLOOK_HEAD_LINES);
	return [OUTLOOK_SENT, OUTLOOK_TO, OUTLOOK_SUBJECT].every((pattern) =>
		head.some((next) => pattern.test(next)),
	);
}
