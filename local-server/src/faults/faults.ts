import type { BatchFault, BatchRule, CallEffect, CallRule, FaultRule } from './types';

interface Armed<Rule extends FaultRule> {
	readonly rule: Rule;
	skip: number;
	left: number;
}

function arm<Rule extends FaultRule>(rule: Rule): Armed<Rule> {
	const times = rule.times ?? 1;
	return { rule, skip: rule.skip ?? 0, left: times === 'always' ? Infinity : times };
}

/** Uses a rule up by one; false while it still lets calls pass. */
function fires(armed: Armed<FaultRule>): boolean {
	if (armed.left <= 0) return false;
	if (armed.skip > 0) {
		armed.skip -= 1;
		return false;
	}
	armed.left -= 1;
	return true;
}

function concerns({ call }: CallRule, method: string, path: string): boolean {
	if (call.method !== undefined && call.method.toUpperCase() !== method) return false;
	if (call.path === undefined) return true;
	return call.path.startsWith('^') ? new RegExp(call.path).test(path) : path.startsWith(call.path);
}

/** Faults switched on for tests. They live in memory: a restarted server is a healthy one. */
export class Faults {
	private calls: Armed<CallRule>[] = [];
	private batches: Armed<BatchRule>[] = [];
	private readonly struck = new Map<string, BatchFault>();

	add(...rules: readonly FaultRule[]): void {
		for (const rule of rules) {
			if ('call' in rule) this.calls.push(arm(rule));
			else this.batches.push(arm(rule));
		}
	}

	/** Forgets the rules; batches already struck stay so, their lines were answered under the fault. */
	clear(): void {
		this.calls = [];
		this.batches = [];
	}

	takeCall(method: string, path: string): CallEffect | undefined {
		return this.calls.find((armed) => concerns(armed.rule, method, path) && fires(armed))?.rule
			.effect;
	}

	strikeBatch(batchId: string): void {
		const armed = this.batches.find(fires);
		if (armed) this.struck.set(batchId, armed.rule.batch);
	}

	ofBatch(batchId: string): BatchFault | undefined {
		return this.struck.get(batchId);
	}
}
