import { createServer, type Server, type Socket } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';

/** What a server sends, piece by piece, with a pause after each; a client that hangs up ends it. */
export type Sends = () => Iterable<string | Uint8Array>;

export interface SlowServer {
	readonly url: string;
	/** How many connections stay open on which this was asked for; a client may take a moment to close one. */
	openAt(path: string): Promise<number>;
	close(): void;
}

const PAUSE_MS = 25;

const NOT_HERE = 'HTTP/1.1 404 Not Found\r\nconnection: close\r\ncontent-length: 2\r\n\r\n{}';

/** Answers the first call on each socket as its path says, byte by byte, and never closes a connection by itself. */
export async function startSlowServer(
	answers: ReadonlyMap<string, Sends>,
	pauseMs = PAUSE_MS,
): Promise<SlowServer> {
	const sockets = new Map<Socket, string>();
	const server = createServer((socket) => {
		socket.on('error', () => socket.destroy());
		socket.on('close', () => sockets.delete(socket));
		socket.once('data', (head) => {
			const path = /^\w+ ([^ ?]+)/.exec(head.toString('latin1'))?.[1] ?? '';
			sockets.set(socket, path);
			void send(socket, answers.get(path)?.() ?? [NOT_HERE], pauseMs);
		});
	});
	return {
		url: await listen(server),
		async openAt(path) {
			const open = () => [...sockets.values()].filter((asked) => asked === path).length;
			for (let waited = 0; open() > 0 && waited < 1_000; waited += 50) await pause(50);
			return open();
		},
		close() {
			for (const socket of sockets.keys()) socket.destroy();
			server.close();
		},
	};
}

async function listen(server: Server): Promise<string> {
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	const address = server.address();
	return `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`;
}

async function send(
	socket: Socket,
	pieces: Iterable<string | Uint8Array>,
	pauseMs: number,
): Promise<void> {
	for (const piece of pieces) {
		if (socket.destroyed) return;
		socket.write(piece);
		await pause(pauseMs);
	}
}
