import type { JsonObject } from '../../core';
import type { LocalServer } from '../../local-server/src';

/** What a server does too early, too late or too strictly; what it leaves out is in `dressed-server.ts`. */
type Fetch = LocalServer['fetch'];

export interface Call {
	readonly method: string;
	readonly path: RegExp;
}

const DRIP_MS = 2_000;

/** The first reply to each of these calls begins, and then comes a blank at a time, for ever; what was asked is done. */
export function dripping(fetch: Fetch, calls: readonly Call[]): Fetch {
	const left = new Set(calls);
	return async (request) => {
		const response = await fetch(request);
		const { pathname } = new URL(request.url);
		for (const call of left) {
			if (call.method !== request.method || !call.path.test(pathname)) continue;
			left.delete(call);
			await response.body?.cancel();
			return new Response(blanks(), { headers: { 'content-type': 'application/json' } });
		}
		return response;
	};
}

function blanks(): ReadableStream<Uint8Array> {
	return new ReadableStream({
		async pull(controller) {
			controller.enqueue(Uint8Array.of(0x20));
			await new Promise((resolve) => setTimeout(resolve, DRIP_MS).unref());
		},
	});
}

export interface Upload {
	readonly name: string;
	readonly purpose: string;
	readonly bytes: Buffer;
}

/** Each uploaded file is looked at before it is taken; `check` says why one is refused. */
export function checking(fetch: Fetch, check: (upload: Upload) => string | undefined): Fetch {
	return async (request) => {
		const isUpload = request.method === 'POST' && new URL(request.url).pathname === '/v1/files';
		const message = isUpload ? check(await readUpload(request.clone())) : undefined;
		return message === undefined
			? await fetch(request)
			: Response.json({ error: { message, type: 'invalid_request_error' } }, { status: 400 });
	};
}

async function readUpload(request: Request): Promise<Upload> {
	const form = await request.formData();
	const file = form.get('file');
	const isFile = file instanceof File;
	return {
		name: isFile ? file.name : '',
		purpose: String(form.get('purpose')),
		bytes: isFile ? Buffer.from(await file.arrayBuffer()) : Buffer.alloc(0),
	};
}

/** For `Dress.batch`: for so many replies about it, a batch is completed and has no files yet. */
export function completedTooEarly(replies: number): (batch: JsonObject) => JsonObject {
	const told = new Map<unknown, number>();
	return (batch) => {
		const before = told.get(batch['id']) ?? 0;
		if (batch['status'] !== 'completed' || before >= replies) return batch;
		told.set(batch['id'], before + 1);
		return { ...batch, output_file_id: null, error_file_id: null };
	};
}
