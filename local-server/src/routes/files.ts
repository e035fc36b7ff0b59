import { Hono } from 'hono';
import { readBody } from '../http/body';
import { invalid, missing, notFound } from '../http/errors';
import type { JsonObject } from '../../../core';
import { readMultipart, type MultipartPart } from '../http/multipart';
import { readExpiry, readLimit, wireList } from '../http/query';
import type { FileStore, StoredFile } from '../store/files';
import { contentResponse } from './content';

const PURPOSES = ['batch', 'assistants', 'fine-tune', 'vision', 'user_data', 'evals'];
const BATCH_SECONDS = 30 * 86_400;

export function wireFile(file: StoredFile): JsonObject {
	return {
		object: 'file',
		id: file.id,
		purpose: file.purpose,
		filename: file.filename,
		bytes: file.bytes,
		created_at: file.createdAt,
		expires_at: file.expiresAt,
		status: 'processed',
		status_details: null,
	};
}

/** Bytes that are no JSON lines are taken as they are: OpenAI, too, finds out when the batch is validated. */
function readUpload(parts: readonly MultipartPart[]) {
	const field = (name: string): string | undefined =>
		parts.find((part) => part.name === name)?.contents.toString('utf8');
	const purpose = field('purpose');
	if (purpose === undefined) throw missing('purpose');
	if (!PURPOSES.includes(purpose)) {
		throw invalid(`'${purpose}' is not one of [${PURPOSES.join(', ')}].`, 'purpose');
	}
	const file = parts.find((part) => part.name === 'file');
	if (file?.filename === undefined) throw missing('file');
	if (purpose === 'batch' && !file.filename.endsWith('.jsonl')) {
		throw invalid('Invalid file format for Batch API. Must be .jsonl', 'file');
	}
	const expires = readExpiry(
		field('expires_after[anchor]'),
		field('expires_after[seconds]'),
		'expires_after',
	);
	const expiresIn = expires ?? (purpose === 'batch' ? BATCH_SECONDS : null);
	return { purpose, filename: file.filename, contents: file.contents, expiresIn };
}

export function fileRoutes(files: FileStore, bodyLimit: number): Hono {
	const app = new Hono();

	function found(id: string): StoredFile {
		const file = files.find(id);
		if (file === undefined) throw notFound(`No such File object: ${id}`);
		return file;
	}

	app.post('/', async (c) => {
		const body = await readBody(c.req.raw, bodyLimit);
		const parts = readMultipart(body, c.req.header('content-type') ?? null);
		const { purpose, filename, contents, expiresIn } = readUpload(parts);
		return Response.json(wireFile(files.add(filename, purpose, contents, expiresIn)));
	});

	app.get('/', (c) => {
		const limit = readLimit(c.req.query('limit'), 10_000, 10_000);
		const order = c.req.query('order') ?? 'desc';
		if (order !== 'asc' && order !== 'desc') {
			throw invalid("Invalid 'order': expected 'asc' or 'desc'.", 'order');
		}
		const after = c.req.query('after');
		const page = files.list({
			purpose: c.req.query('purpose') ?? null,
			ascending: order === 'asc',
			afterSeq: after === undefined ? null : found(after).seq,
			limit: limit + 1,
		});
		return Response.json(wireList(page, limit, (file) => file.id, wireFile));
	});

	app.get('/:id', (c) => Response.json(wireFile(found(c.req.param('id')))));

	app.get('/:id/content', (c) =>
		contentResponse(files, found(c.req.param('id')), c.req.header('range')),
	);

	app.delete('/:id', (c) => {
		const { id } = found(c.req.param('id'));
		files.remove(id);
		return Response.json({ id, object: 'file', deleted: true });
	});

	return app;
}
