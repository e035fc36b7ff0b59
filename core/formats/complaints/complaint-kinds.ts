import type { Complaint } from './complaint';

/** What kind of failure a provider means, by its codes; by its words only where no code says it. */

const QUOTA_CODES =
	/^(?:insufficient_(?:quota|credits?|balance|funds)|quota_exceeded|billing_\w+|budget_exceeded|payment_required|credit_balance_too_low|out_of_credits?|arrearage|allocationquota\.freetieronly|spend(?:ing)?_limit\w*|access_terminated)$/i;
const QUOTA_WORDS =
	/exceeded your current quota|insufficient (?:balance|credits?|funds|quota)|credit balance is too low|budget has been exceeded|exceeded your monthly included credits|billing hard limit/i;
/** Gemini says "quota" of what is back in a minute, too. */
const SOON = /retry (?:in|after)|per minute|per day|try again (?:in|later)/i;

/** Nothing is left to pay with: no waiting helps. */
export function isQuota({ codes, words }: Complaint): boolean {
	if (codes.some((code) => QUOTA_CODES.test(code))) return true;
	return QUOTA_WORDS.test(words) && !SOON.test(words);
}

/**
 * Azure, OpenAI, LiteLLM, Qwen, Gemini, GLM (1301), Doubao, Mistral (`test/field/error-words.test.ts`).
 */
const FILTER_CODES =
	/^(?:content[-_]?filter\w*|recitation|spii|sensitive|refusal|error_toxic|content_?policy\w*|responsibleaipolicyviolation|moderation_\w+|data_?inspection_?failed|image_safety|safety\w*|prohibited_content|blocklist|content_moderation|(?:input|output)_moderation|(?:cyber_|bio_)?policy_violation|cyber_policy|bio_policy|moderation|guardrail(?:_\w+)?|1301|(?:input|output)?\w{0,20}sensitivecontentdetected(?:\.\w+)?)$/i;
const FILTER_WORDS =
	/content management policy|flagged as potentially violating|violat\w{0,6} (?:our|the) (?:usage|content) polic|safety system|ContentPolicyViolation|may contain inappropriate content|DataInspectionFailed|content exists risk|violates usage guidelines|SAFETY_CHECK_|violated guardrail policy|unsafe or sensitive content|不安全或敏感内容|new_sensitive/i;

/** The text, or what was made of it, is not wanted there: the same again would be refused again. */
export function isFiltered({ codes, words }: Complaint): boolean {
	return codes.some((code) => FILTER_CODES.test(code)) || FILTER_WORDS.test(words);
}

const REFUSALS =
	/^(?:invalid_(?!request)\w+|unsupported_\w+|unknown_parameter|missing_required_parameter|context_length_exceeded|(?:string|array|integer)_\w{1,40}_(?:length|value)|model_not_found|model_not_available|request_too_large|image_\w+|file_\w+_(?:large|supported)|bad_file|empty_file|duplicate_custom_id|(?:url|model|endpoint)_mismatch|too_many_tasks|permission_denied|deployment_?not_?found|operation_not_supported)$/i;
/** Kinds that say no more than the status does: beside one of a busy server they say nothing. */
const BROAD_REFUSALS =
	/^(?:invalid_request(?:_error)?|bad_?request(?:_?error)?|not_found(?:_error)?|notfounderror|authentication_error|permission_error|unprocessable_?entity\w*|validation_?error)$/i;
const PASSING =
	/^(?:server_error|internal_\w*error|internalservererror|rate_limit\w*|too_many_requests|\w*timeout\w*|(?:engine_)?overloaded\w*|(?:service_)?unavailable|capacity_exceeded|enginedead\w*|\w*not_?ready|resource_exhausted|throttl\w*)$/i;

/** More in one request than a minute allows: no minute will have room for it. */
export function isTooLarge({ words }: Complaint): boolean {
	if (/\brequest too large\b/i.test(words)) return true;
	const [, limit, requested] =
		/\blimit:? ([\d,]{1,15}).{0,60}?\brequested:? ([\d,]{1,15})/i.exec(words) ?? [];
	return limit !== undefined && numberIn(requested) > numberIn(limit);
}

function numberIn(text = ''): number {
	return Number(text.replaceAll(',', ''));
}

/** What a busy server says where no code does: some say it with a status of a refusal. */
const BUSY_WORDS =
	/\b(?:currently|is|are|server|engine|model) overloaded\b|\brequest (?:has )?timed out\b|\btry again (?:later|in (?:a|\d))|\bplease retry (?:later|in (?:a|\d))|temporarily (?:unavailable|overloaded)/i;
const BUSY_CODES =
	/throttl|rate_?limit|too_?many|timeout|overload|unavailable|exhausted|capacity_exceeded|enginedead|not_?ready/i;

/** The same may go well in a while, whatever the status says. */
export function isBusy({ codes, words }: Complaint): boolean {
	return codes.some((code) => BUSY_CODES.test(code)) || BUSY_WORDS.test(words);
}

/** What the first code that is known of says: `undefined` where none is. */
export function readKind({
	codes,
}: Complaint): 'refusal' | 'broad refusal' | 'passing' | undefined {
	for (const code of codes) {
		if (PASSING.test(code)) return 'passing';
		if (REFUSALS.test(code)) return 'refusal';
		if (BROAD_REFUSALS.test(code)) return 'broad refusal';
	}
	return undefined;
}
