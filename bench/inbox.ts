import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { isJsonObject, parseJson, readList } from '../core';

const INBOX = join(__dirname, '..', 'workflows', 'samples', 'inbox.json');

/** The texts of the shipped sample inbox, as a person would choose them: the text, else the HTML. */
export async function readInbox(): Promise<readonly string[]> {
	const mails = readList(parseJson(await readFile(INBOX, 'utf8'))) ?? [];
	return mails.flatMap((mail) => {
		const { text, html } = isJsonObject(mail) ? mail : {};
		const body = typeof text === 'string' && text !== '' ? text : html;
		return typeof body === 'string' && body.trim() !== '' ? [body] : [];
	});
}
