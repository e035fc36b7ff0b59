import type { IDataObject } from 'n8n-workflow';
import { readList, readObject } from '../../../core';

/** A field in which a mail service gives the beginning of an e-mail in place of the e-mail. */
interface PreviewField {
	readonly name: string;
	/** Fields that only items of this service have; none where the name says it. */
	readonly beside: readonly string[];
	/** How to get the e-mail itself. */
	readonly advice: string;
}

const PREVIEW_FIELDS: readonly PreviewField[] = [
	{
		// Gmail with *Simplify*: some 200 characters. Search results have snippets too.
		name: 'snippet',
		beside: ['threadId', 'labelIds', 'historyId', 'internalDate'],
		advice: 'In the Gmail node, turn Simplify off; then Text is {{ $json.text }}.',
	},
	{
		// Outlook with *Simplified*: 255 characters (learn.microsoft.com/graph/api/resources/message).
		name: 'bodyPreview',
		beside: [],
		advice: 'In the Outlook node, set Output to Raw; then Text is {{ $json.body.content }}.',
	},
];

/** Gmail cuts at some 200 characters, of which some are spent on `&#39;` and the like; Outlook at 255. */
const CUT_LENGTH = 180;

type Mail = Readonly<Record<string, unknown>>;

const BODY_FIELDS = ['text', 'textPlain', 'textHtml', 'html', 'textAsHtml', 'body', 'uniqueBody'];

/**
 * How to get the e-mail of which an item holds the beginning only, where its text is no more than that. A short
 * e-mail may be all there in its preview; it is refused as well, or a workflow that was tried with it would fail at
 * the first long one.
 */
export function findPreview(
	json: IDataObject,
	text: string,
	readsOwnItem: boolean,
): string | undefined {
	// A thread of Gmail's has its e-mails inside.
	const mails = [json, ...(readList(json['messages']) ?? [])].flatMap(
		(mail: unknown): Mail | readonly Mail[] => readObject(mail) ?? [],
	);
	for (const mail of mails) {
		const field = PREVIEW_FIELDS.find(
			({ name, beside }) =>
				isFilled(mail[name]) &&
				(beside.length === 0 || beside.some((other) => mail[other] !== undefined)),
		);
		if (field === undefined) continue;
		const preview = String(mail[field.name]);
		if (!hasBody(mail, preview) && isNoMore(text, preview, mail, readsOwnItem)) return field.advice;
	}
	return undefined;
}

function hasBody(mail: Mail, preview: string): boolean {
	return BODY_FIELDS.some((name) => {
		const value = mail[name];
		if (isFilled(readObject(value)?.['content'])) return true;
		// A step between may have copied the preview.
		return isFilled(value) && flat(value) !== flat(preview);
	});
}

/** Whether a text ends where the preview does: the whole e-mail would go on. */
function isNoMore(text: string, preview: string, mail: Mail, readsOwnItem: boolean): boolean {
	const [whole, part] = [flat(text), flat(preview)];
	if (whole === '') return true;
	// What another step fetched is the e-mail itself, and may be as short as its preview.
	if (!readsOwnItem) return whole === part && part.length >= CUT_LENGTH;
	if (whole === part) return true;
	// As in an item that is mapped as a whole.
	if (text.includes(JSON.stringify(preview))) return true;
	const [textEnd, previewEnd] = [withoutSigns(whole), withoutSigns(part)];
	return previewEnd !== '' && textEnd.endsWith(previewEnd) && !isOtherField(whole, mail);
}

/** Up to the last letter or digit: a template may close a quote or a tag behind a value. */
function withoutSigns(text: string): string {
	const plain = text.replaceAll(/<\/[^<>]*>/g, '');
	let end = plain.length;
	while (end > 0 && !/[\p{L}\p{N}]/u.test(plain.charAt(end - 1))) end -= 1;
	return plain.slice(0, end);
}

/** Whoever wants the subject sorted may have "Re: Hi" there, and "Hi" in the e-mail. */
function isOtherField(text: string, mail: Mail): boolean {
	return Object.values(mail).some((value) => typeof value === 'string' && flat(value) === text);
}

function isFilled(value: unknown): value is string {
	return typeof value === 'string' && value.trim() !== '';
}

function flat(text: string): string {
	return text.replaceAll(/\s+/g, ' ').trim();
}
