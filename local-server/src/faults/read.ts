import { invalid } from '../http/errors';
import { readNumber, readString, type JsonValue, type JsonObject } from '../../../core';
import { isArray, isObject, listAt, objectAt } from '../json';
import type { BatchFault, CallEffect, FaultRule, LineChoice } from './types';

/** Fault rules as they come over HTTP: one rule, or `{rules: […]}`. Unknown names are refused, not ignored. */
export function readFaultRules(body: JsonObject): FaultRule[] {
	const rules = isArray(body['rules']) ? body['rules'] : [body];
	return rules.map(readRule);
}

function readRule(value: JsonValue): FaultRule {
	if (!isObject(value)) throw invalid('A fault rule must be an object.');
	const repeated = {
		skip: readNumber(value['skip']),
		times: value['times'] === 'always' ? ('always' as const) : readNumber(value['times']),
	};
	if (isObject(value['batch'])) return { batch: readBatchFault(value['batch']), ...repeated };
	const call = objectAt(value, 'call');
	const path = readString(call['path']);
	if (path?.startsWith('^')) checkPattern(path);
	return {
		call: { method: readString(call['method']), path },
		effect: readEffect(objectAt(value, 'effect')),
		...repeated,
	};
}

function checkPattern(pattern: string): void {
	try {
		RegExp(pattern);
	} catch {
		throw invalid(`Not a regular expression: ${pattern}`);
	}
}

function readEffect(effect: JsonObject): CallEffect {
	const kind = effect['kind'];
	const status = readNumber(effect['status']);
	switch (kind) {
		case 'drop-before':
		case 'drop-after':
			return { kind };
		case 'html':
			return { kind, status };
		case 'changed':
			return { kind, fields: objectAt(effect, 'fields') };
		case 'slow':
			return { kind, delayMs: readNumber(effect['delayMs']) ?? 0 };
		case 'torn': {
			const ending = effect['ending'] === 'end' ? 'end' : 'drop';
			return { kind, bytes: readNumber(effect['bytes']) ?? 0, ending };
		}
		case 'status': {
			const headers = Object.entries(objectAt(effect, 'headers'));
			return {
				kind,
				status: status ?? 500,
				headers: Object.fromEntries(headers.map(([name, text]) => [name, String(text)])),
				code: readString(effect['code']),
				message: readString(effect['message']),
				body: isObject(effect['body']) ? effect['body'] : undefined,
			};
		}
		default:
			throw invalid(`Unknown fault effect: ${String(kind)}`, 'effect.kind');
	}
}

function readChoice(value: JsonValue): LineChoice {
	if (isObject(value)) {
		const every = readNumber(value['every']);
		if (every !== undefined) return { every };
		const customIdPattern = readString(value['customIdPattern']);
		if (customIdPattern !== undefined) {
			checkPattern(customIdPattern);
			return { customIdPattern };
		}
		const ids = listAt(value, 'ids').flatMap((id) => readString(id) ?? []);
		if (ids.length > 0) return { ids };
	}
	throw invalid('Lines are chosen by {every}, {ids} or {customIdPattern}.', 'batch');
}

function readNumberOr(value: JsonValue, fallback: number): number {
	return readNumber(value) ?? fallback;
}

function readBatchField(name: string, value: JsonValue): BatchFault {
	switch (name) {
		case 'expireAfter':
		case 'unknownLines':
			return { [name]: readNumberOr(value, 0) };
		case 'failLines': {
			const { status, body } = isObject(value) ? value : {};
			const answer = { status: readNumber(status) ?? 500, body: isObject(body) ? body : undefined };
			return { failLines: { ...readChoice(value), ...answer } };
		}
		case 'refuse':
		case 'truncate':
		case 'contentFilter':
		case 'dropLines':
		case 'duplicateLines':
			return { [name]: readChoice(value) };
		case 'tornLastLine':
		case 'garbageLine':
		case 'emptyErrorFile':
		case 'countsOff':
			return { [name]: value === true };
		case 'failBatch': {
			const code = isObject(value) ? readString(value['code']) : undefined;
			const message = isObject(value) ? readString(value['message']) : undefined;
			return { failBatch: { code: code ?? 'server_error', message: message ?? 'Fault' } };
		}
		case 'stuckAt':
		case 'rawStatus':
			return { [name]: readString(value) ?? '' };
		default:
			throw invalid(`Unknown batch fault: ${name}`, 'batch');
	}
}

function readBatchFault(value: JsonObject): BatchFault {
	return Object.entries(value).reduce<BatchFault>(
		(fault, [name, field]) => ({ ...fault, ...readBatchField(name, field) }),
		{},
	);
}
