import type { Answer } from '../answerer';
import type { AnsweredLine } from '../faults/lines';
import { readUsage } from '../http/usage';
import { newId } from '../ids';
import type { LineAnswer } from '../store/answers';

/** The finished line. `error` stays null for a refused request: it is for failures other than HTTP's. */
export function finishAnswerLine(
	{ batchSeq, endpoint, n, customId }: AnsweredLine & { readonly batchSeq: number },
	{ status, body }: Answer,
): LineAnswer {
	const response = { status_code: status, request_id: newId.request(), body };
	const wire = { id: newId.line(), custom_id: customId, response, error: null };
	const line = Buffer.from(JSON.stringify(wire));
	return { batchSeq, n, ok: status < 400, line, usage: readUsage(endpoint, body) };
}
