import { randomFillSync, randomInt } from 'node:crypto';

const BASE62 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';

/** One call for many ids: each call for random bytes costs as much as a small request. */
const pool = Buffer.alloc(8192);
let used = pool.length;

function hex(bytes: number): string {
	if (used + bytes > pool.length) {
		randomFillSync(pool);
		used = 0;
	}
	used += bytes;
	return pool.toString('hex', used - bytes, used);
}

/** The same prefixes, lengths and alphabets as OpenAI's, so that nothing is fitted to ours by accident. */
export const newId = {
	batch: () => `batch_${hex(16)}`,
	file: () => `file-${Array.from({ length: 22 }, () => BASE62.charAt(randomInt(62))).join('')}`,
	line: () => `batch_req_${hex(16)}`,
	response: () => `resp_${hex(24)}`,
	message: () => `msg_${hex(24)}`,
	completion: () => `chatcmpl-${hex(14)}`,
	request: () => `req_${hex(16)}`,
};
