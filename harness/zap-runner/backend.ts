import { createServer, type IncomingMessage, type Server } from 'node:http';
import { gunzipSync } from 'node:zlib';

/** What an app finds around it on Zapier: the RPC service, the store for stashed files, the log. */
export interface ZapierBackend {
	readonly url: string;
	/** What the app stashed, by address. */
	readonly files: ReadonlyMap<string, StashedFile>;
	/** Everything that was sent to Zapier's log, as one text. */
	log(): string;
	close(): Promise<void>;
}

export interface StashedFile {
	readonly name: string;
	readonly text: string;
}

export async function startBackend(): Promise<ZapierBackend> {
	const files = new Map<string, StashedFile>();
	const logged: string[] = [];
	let base = '';
	const server = createServer((request, response) => {
		const path = request.url ?? '/';
		void readBody(request).then((body) => {
			if (path === '/rpc') {
				const call: unknown = JSON.parse(body.toString('utf8'));
				const { id } = Object(call);
				const result = { url: `${base}/upload`, fields: { key: `file-${files.size + 1}` } };
				response.setHeader('content-type', 'application/json');
				response.end(JSON.stringify({ id, result }));
			} else if (path === '/upload') {
				const { key, file } = readForm(body.toString('utf8'));
				files.set(`${base}/${key}`, file);
				response.writeHead(204).end();
			} else if (request.method === 'POST') {
				logged.push(readLog(body));
				response.writeHead(200).end();
			} else {
				const file = files.get(`${base}${path}`);
				response.writeHead(file === undefined ? 404 : 200);
				response.end(file?.text);
			}
		});
	});
	base = await listen(server);
	return {
		url: base,
		files,
		log: () => logged.join('\n'),
		close: async () => {
			server.closeAllConnections();
			await new Promise<void>((resolve) => server.close(() => resolve()));
		},
	};
}

async function listen(server: Server): Promise<string> {
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	const address = server.address();
	if (address === null || typeof address === 'string') throw new Error('No port.');
	return `http://127.0.0.1:${address.port}`;
}

async function readBody(request: IncomingMessage): Promise<Buffer> {
	const chunks: Buffer[] = [];
	for await (const chunk of request) chunks.push(Buffer.from(chunk));
	return Buffer.concat(chunks);
}

function readLog(body: Buffer): string {
	return body[0] === 0x1f && body[1] === 0x8b ? gunzipSync(body).toString() : body.toString();
}

function readForm(body: string): { readonly key: string; readonly file: StashedFile } {
	const key = /name="key"\r\n\r\n([^\r]*)\r\n/.exec(body)?.[1] ?? '';
	const part = /name="file"; filename="([^"]*)"\r\n[^]*?\r\n\r\n([^]*)\r\n--/.exec(body);
	return { key, file: { name: part?.[1] ?? '', text: part?.[2] ?? '' } };
}
