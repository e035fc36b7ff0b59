import { defined } from '../../formats/defined';
import { readObject, readString } from '../../formats/json';
import { encodeId } from '../../formats/ids';
import { multipartBody } from '../bodies';
import type { Files, StoredFile } from '../protocol';
import { readPage, readTime } from './page';
import { encodeSideTemplate, type Endpoint, readSideLine } from './request';

const PURPOSE = 'batch';

/** OpenAI's Files, as recorded (2026-11-23). */
export function filesFor(endpoint: Endpoint): Files {
	return {
		upload: ({ file, expireAfterSeconds, boundary }) => ({
			method: 'POST',
			path: '/files',
			...multipartBody(
				{
					purpose: PURPOSE,
					...(expireAfterSeconds === undefined
						? {}
						: {
								'expires_after[anchor]': 'created_at',
								'expires_after[seconds]': String(expireAfterSeconds),
							}),
				},
				file,
				boundary,
			),
		}),
		readFile,
		retrieve: (fileId) => ({ method: 'GET', path: `/files/${encodeId(fileId)}` }),
		list: (after) => ({
			method: 'GET',
			path: '/files',
			query: { purpose: PURPOSE, order: 'desc', limit: '100', ...defined({ after }) },
		}),
		readFiles: (reply) => readPage(reply, readFile),
		content: contentOf,
		remove: (fileId) => ({ method: 'DELETE', path: `/files/${encodeId(fileId)}` }),
		encodeSideTemplate: (model) => encodeSideTemplate(endpoint, model),
		readSideLine,
	};
}

export function contentOf(fileId: string): ReturnType<Files['content']> {
	return { method: 'GET', path: `/files/${encodeId(fileId)}/content` };
}

function readFile(reply: unknown): StoredFile | undefined {
	const file = readObject(reply);
	const id = readString(file?.['id']) || undefined;
	if (id === undefined) return undefined;
	return {
		id,
		name: readString(file?.['filename']) ?? '',
		createdAt: readTime(file?.['created_at']) ?? 0,
		...defined({
			state: STATES[(readString(file?.['status']) ?? '').toLowerCase().replaceAll(/[^a-z]/g, '')],
		}),
	};
}

/**
 * As Azure has them: no batch can be made of a file before it is `processed` (openai-dotnet#312). OpenAI and its
 * clones also say `uploaded`, of files that can be used.
 */
const STATES: Readonly<Record<string, StoredFile['state']>> = {
	pending: 'processing',
	processing: 'processing',
	running: 'processing',
	notrunning: 'processing',
	notstarted: 'processing',
	queued: 'processing',
	inprogress: 'processing',
	uploading: 'processing',
	importing: 'processing',
	validating: 'processing',
	pendingvalidation: 'processing',
	error: 'refused',
	failed: 'refused',
	invalid: 'refused',
	rejected: 'refused',
	cancelled: 'refused',
	canceled: 'refused',
	deleted: 'refused',
	expired: 'refused',
};
