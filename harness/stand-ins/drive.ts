import type { CredentialJson } from '../real-n8n';
import { json, type StandIn } from '.';

/** The name that n8n itself proposes for a Google Drive credential. */
export const DRIVE_CREDENTIAL: CredentialJson = {
	name: 'Google Drive account',
	type: 'googleDriveOAuth2Api',
	data: {
		clientId: 'stand-in',
		clientSecret: 'stand-in',
		oauthTokenData: { access_token: 'stand-in', token_type: 'Bearer' },
	},
};

const FILES = '/drive/v3/files';
const UPLOAD = '/upload/drive/v3/files';
export const GOOGLE_DOC = 'application/vnd.google-apps.document';

export interface DriveFile {
	readonly name: string;
	readonly mimeType: string;
	readonly folder: string;
	readonly text: string;
	readonly modifiedAt: number;
}

/**
 * Google Drive as n8n's Google Drive node 3 asks for it: search, download, export of a Google Doc, and both of
 * its uploads. Written from what that node sends and from
 * https://developers.google.com/workspace/drive/api/reference/rest/v3 (2026-11-23).
 */
export class DriveStandIn implements StandIn {
	readonly hosts = ['www.googleapis.com'];
	readonly #files = new Map<string, DriveFile>();

	add(id: string, file: Omit<DriveFile, 'modifiedAt'>, modifiedAt = Date.now()): void {
		this.#files.set(id, { ...file, modifiedAt });
	}

	filesIn(folder: string): readonly DriveFile[] {
		return [...this.#files.values()].filter((file) => file.folder === folder);
	}

	async fetch(request: Request): Promise<Response | undefined> {
		const { pathname, searchParams } = new URL(request.url);
		if (!pathname.startsWith(FILES) && pathname !== UPLOAD) return undefined;
		// An upload's own address is its key: it comes without a token.
		if (request.method === 'PUT' && pathname === UPLOAD) {
			return this.#store(searchParams.get('upload_id') ?? '', await request.text());
		}
		if (request.headers.get('authorization') !== 'Bearer stand-in') {
			return json({ error: { code: 401, message: 'Invalid Credentials' } }, 401);
		}
		if (request.method === 'POST' && pathname === UPLOAD) {
			return await this.#upload(request, searchParams.get('uploadType'));
		}
		if (pathname === FILES) return this.#list(searchParams);
		const [id = '', action] = pathname.slice(FILES.length + 1).split('/');
		const file = this.#files.get(id);
		if (file === undefined) return json({ error: { code: 404, message: 'File not found' } }, 404);
		if (request.method === 'PATCH')
			return this.#rename(id, file, searchParams, await request.json());
		if (action === 'export') return text(file.text, searchParams.get('mimeType') ?? '');
		if (searchParams.get('alt') === 'media') return text(file.text, file.mimeType);
		return json({ name: file.name, mimeType: file.mimeType });
	}

	#list(query: URLSearchParams): Response {
		const terms = (query.get('q') ?? '').split(' and ');
		const found = [...this.#files].filter(([, file]) =>
			terms.every((term) => matches(term.trim(), file)),
		);
		return json({ files: found.map(([id, { name }]) => ({ id, name })) });
	}

	async #upload(request: Request, type: string | null): Promise<Response | undefined> {
		const id = `uploaded${this.#files.size}`;
		if (type === 'resumable') {
			const { name, parents } = Object(await request.json());
			this.add(id, { name, folder: String(parents), mimeType: '', text: '' });
			return new Response(null, {
				headers: { location: `https://${this.hosts[0]}${UPLOAD}?upload_id=${id}` },
			});
		}
		const boundary = /boundary=(.+)$/.exec(request.headers.get('content-type') ?? '')?.[1];
		if (type !== 'multipart' || boundary === undefined) return undefined;
		const parts = (await request.text()).split(`--${boundary}`).slice(1, -1);
		const [metadata = '', content = ''] = parts.map((part) =>
			part.slice(part.indexOf('\r\n\r\n') + 4).replace(/\r\n$/, ''),
		);
		const { name, parents, mimeType } = Object(JSON.parse(metadata));
		this.add(id, { name, folder: String(parents), mimeType, text: content });
		return json({ id });
	}

	#store(id: string, content: string): Response {
		const file = this.#files.get(id);
		if (file === undefined) return json({ error: { code: 404, message: 'Not Found' } }, 404);
		this.#files.set(id, { ...file, text: content });
		return json({ id });
	}

	#rename(id: string, file: DriveFile, query: URLSearchParams, body: unknown): Response {
		const { name = file.name, mimeType = file.mimeType } = Object(body);
		const folder = query.get('addParents') ?? file.folder;
		this.#files.set(id, { ...file, name, mimeType, folder });
		return json({ id, name, mimeType });
	}
}

/** A search term that we do not know is an error: it would find everything. */
function matches(term: string, file: DriveFile): boolean {
	if (term.startsWith('(')) {
		return term
			.slice(1, -1)
			.split(' or ')
			.some((one) => matches(one.trim(), file));
	}
	const folder = /^'(.*)' in parents$/.exec(term)?.[1];
	if (folder !== undefined) return file.folder === folder;
	const [, name, operator, value = ''] = /^(\w+) (=|!=|>|contains) '?(.*?)'?$/.exec(term) ?? [];
	switch (`${name} ${operator}`) {
		case 'mimeType =':
			return file.mimeType === value;
		case 'mimeType !=':
			return file.mimeType !== value;
		case 'mimeType contains':
			return file.mimeType.startsWith(value);
		case 'modifiedTime >':
			return file.modifiedAt > Date.parse(value);
		case 'trashed =':
			return value === 'false';
		default:
			throw new Error(`The Drive stand-in does not know the search term ${term}`);
	}
}

function text(content: string, mimeType: string): Response {
	return new Response(content, { headers: { 'content-type': mimeType } });
}
