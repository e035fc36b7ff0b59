/** An e-mail as people see it; `date` is what its head says, in any form that `Date` reads. */
export interface Mail {
	readonly from?: string;
	readonly to?: string;
	readonly subject?: string;
	readonly date?: string;
	readonly text?: string;
	readonly html?: string;
}

export interface SentMail extends Mail {
	readonly files: readonly { readonly name: string; readonly content: string }[];
}

/** The text that Gmail's raw format carries. */
export function writeMime({ from, to, subject, date, text, html }: Mail): string {
	const isHtml = text === undefined || text === '';
	const body = (isHtml ? html : text) ?? '';
	const lines = [
		...(from === undefined ? [] : [`From: ${encodeAddress(from)}`]),
		...(to === undefined ? [] : [`To: ${encodeAddress(to)}`]),
		...(subject === undefined ? [] : [`Subject: ${encodeWord(subject)}`]),
		...(date === undefined ? [] : [`Date: ${new Date(date).toUTCString()}`]),
		'MIME-Version: 1.0',
		`Content-Type: text/${isHtml ? 'html' : 'plain'}; charset=utf-8`,
		'Content-Transfer-Encoding: base64',
		'',
		Buffer.from(body, 'utf8').toString('base64').replace(/.{76}/g, '$&\r\n'),
	];
	return Buffer.from(lines.join('\r\n'), 'utf8').toString('base64url');
}

/** Reads what n8n's Gmail node sends: one part, or several of which the first text and HTML count, and files. */
export function readMime(raw: string): SentMail {
	const source = Buffer.from(raw, 'base64url').toString('utf8');
	const { head, body } = split(source);
	const mail: { text?: string; html?: string } = {};
	const files: { name: string; content: string }[] = [];
	for (const part of partsOf(head, body)) {
		const type = part.head.get('content-type') ?? 'text/plain';
		const content = decode(part.body, part.head.get('content-transfer-encoding'));
		const [, name] =
			/^attachment;.*filename="?([^";]+)/.exec(part.head.get('content-disposition') ?? '') ?? [];
		if (name !== undefined) files.push({ name, content });
		else if (type.startsWith('text/html')) mail.html ??= content;
		else if (type.startsWith('text/plain')) mail.text ??= content;
	}
	return {
		to: decodeWords(head.get('to') ?? ''),
		subject: decodeWords(head.get('subject') ?? ''),
		...mail,
		files,
	};
}

interface Part {
	readonly head: ReadonlyMap<string, string>;
	readonly body: string;
}

function split(source: string): Part {
	const end = source.search(/\r?\n\r?\n/);
	const head = (end < 0 ? source : source.slice(0, end)).replace(/\r?\n[ \t]+/g, ' ');
	const fields = head.split(/\r?\n/).map((line): [string, string] => {
		const [name = '', ...value] = line.split(':');
		return [name.toLowerCase(), value.join(':').trim()];
	});
	return { head: new Map(fields), body: end < 0 ? '' : source.slice(end).trimStart() };
}

function partsOf(head: ReadonlyMap<string, string>, body: string): readonly Part[] {
	const boundary = /boundary="?([^";]+)/.exec(head.get('content-type') ?? '')?.[1];
	if (boundary === undefined) return [{ head, body }];
	const inner = body.split(`--${boundary}`).slice(1, -1);
	return inner
		.map((part) => split(part.trimStart()))
		.flatMap((part) => partsOf(part.head, part.body));
}

function decode(body: string, encoding: string | undefined): string {
	switch (encoding?.toLowerCase()) {
		case 'base64':
			return Buffer.from(body, 'base64').toString('utf8');
		case 'quoted-printable':
			return unquote(body.replace(/=\r?\n/g, ''));
		default:
			return body;
	}
}

/** Quoted characters are bytes: several of them make one letter. */
function unquote(text: string): string {
	const bytes = text.replace(/=([0-9A-F]{2})/gi, (_, hex: string) =>
		String.fromCharCode(parseInt(hex, 16)),
	);
	return Buffer.from(bytes, 'latin1').toString('utf8');
}

function encodeWord(text: string): string {
	const plain = /^[\x20-\x7e]*$/.test(text);
	return plain ? text : `=?UTF-8?B?${Buffer.from(text, 'utf8').toString('base64')}?=`;
}

/** `Name <address>`: only the name may be encoded. */
function encodeAddress(address: string): string {
	const at = address.endsWith('>') ? address.indexOf('<') : 0;
	const [name, angle] = [address.slice(0, at).trimEnd(), address.slice(at)];
	return name === '' ? angle : `${encodeWord(name.replaceAll('"', ''))} ${angle}`;
}

function decodeWords(text: string): string {
	return text
		.replace(/\?=\s+=\?/g, '?==?')
		.replace(/=\?utf-8\?([bq])\?(.*?)\?=/gi, (_, kind: string, word: string) =>
			kind.toLowerCase() === 'b'
				? Buffer.from(word, 'base64').toString('utf8')
				: unquote(word.replaceAll('_', ' ')),
		);
}
