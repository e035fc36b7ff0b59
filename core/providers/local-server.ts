import { readObject, readString } from '../formats/json';

/**
 * Where our local server says who it is. Others answer 404: a server on this machine is as likely vLLM or Ollama,
 * which has another price, other endpoints and another expiry (vllm-project/vllm#44445, read 2026-11-29).
 */
export const WHO_PATH = '/offpeak';

export const LOCAL_SERVER = { object: 'offpeak.local_server' } as const;

export function isLocalServer(reply: unknown): boolean {
	return readString(readObject(reply)?.['object']) === LOCAL_SERVER.object;
}
