import type { IExecuteFunctions } from 'n8n-workflow';
import { defined, type Connection, type PlanInput } from '../../../core';
import { readModel } from '../model';
import { readJsonObject, readNumberOption } from './parameters';
import { readTask } from './task';

/** What n8n's users are asked, and told, where Text seems to be mapped wrongly. */
const MAPPING = {
	question: 'Is Text an expression?',
	advice: 'Set Text from Fixed to Expression, and drag the field there.',
};

type Asked = 'task' | 'model' | 'provider' | 'baseUrl' | 'maxOutputTokens' | 'extra' | 'mapping';

/** What is asked of whom: the part of a plan that every node which sends something reads from its panel alike. */
export function readPlanInput(
	context: IExecuteFunctions,
	{ provider, baseUrl }: Connection,
): Pick<PlanInput, Asked> {
	const maxOutputTokens = readNumberOption(context, 'maxOutputTokens', 'Max Output Tokens');
	const extra = readJsonObject(context, 'options.advanced', 'Options → Advanced (JSON)');
	return {
		task: readTask(context),
		model: readModel(context).model,
		provider,
		baseUrl,
		mapping: MAPPING,
		...defined({ maxOutputTokens, extra }),
	};
}

/** As a part of settings that may lack it. */
export function readMaxCharacters(context: IExecuteFunctions): Pick<PlanInput, 'maxCharacters'> {
	const maxCharacters = readNumberOption(context, 'maxCharacters', 'Shorten Texts To');
	return defined({ maxCharacters });
}
