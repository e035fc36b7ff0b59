import type { Answer, Answerer } from '../answerer';
import { Slots } from '../work/clock';
import { errorBody } from '../http/errors';
import { readString } from '../../../core';
import { listAt } from '../json';
import { PATIENCE, patientAsk, type Ask, type Patience } from './upstream/ask';
import { chatRequest } from './upstream/chat-request';
import { askChecked } from './upstream/checked';
import type { Upstream } from './upstream/connect';
import { Formats } from './upstream/formats';
import { isUntranslatable } from './upstream/messages';
import { toResponseAnswer } from './upstream/response-answer';

export { connectUpstream, readUpstreamUrl, type Upstream } from './upstream/connect';
export { offeredModels } from './upstream/models';
export type { Patience } from './upstream/ask';

export interface UpstreamAnswererOptions {
	readonly upstream: Upstream;
	/** How many answers are asked for at a time, over everything this server does. */
	readonly concurrency: number;
	readonly seconds: () => number;
	readonly patience?: Partial<Patience>;
}

/**
 * Answers with a model behind another server's chat completions. Every failure is one answer's error:
 * a batch goes on without it.
 */
export function createUpstreamAnswerer(options: UpstreamAnswererOptions): Answerer {
	const { upstream, concurrency, seconds } = options;
	const patience = { ...PATIENCE, ...options.patience };
	const slots = new Slots(concurrency);
	const formats = new Formats();
	const minding = mindingEffort();
	return async (call, closing) => {
		const chat = chatRequest(call);
		if (isUntranslatable(chat)) return refused(chat.unsupported);
		return await slots.run(async () => {
			const ask = patientAsk(upstream, { patience, held: call.held ?? false, closing });
			const answer = await askChecked(minding(ask), chat, formats);
			if (answer.status >= 400) return answer;
			if (listAt(answer.body, 'choices').length === 0) return empty();
			const { body } = answer;
			return call.endpoint === 'chat'
				? answer
				: { status: 200, body: toResponseAnswer(call.body, body, seconds()) };
		});
	};
}

function refused(what: string): Answer {
	const message = `A model behind chat completions cannot be given ${what}.`;
	return { status: 400, body: errorBody(message, { code: 'unsupported_parameter' }) };
}

function empty(): Answer {
	const message = "The model's server sent an answer without any choices.";
	return { status: 502, body: errorBody(message, { type: 'server_error' }) };
}

/** Leaves `reasoning_effort` out for models that refused it once, because they do not think. */
function mindingEffort(): (ask: Ask) => Ask {
	const withoutEffort = new Set<string>();
	return (ask) => async (request) => {
		const { reasoning_effort: effort, ...rest } = request;
		const model = readString(request['model']) ?? '';
		if (effort === undefined) return await ask(request);
		if (withoutEffort.has(model)) return await ask(rest);
		const answer = await ask(request);
		if (answer.status !== 400 || !/think|reasoning/i.test(JSON.stringify(answer.body)))
			return answer;
		withoutEffort.add(model);
		return await ask(rest);
	};
}
