import { localCredential } from '../../harness/local-credential';
import type { RealN8n, WorkflowJson } from '../../harness/real-n8n';

const KEY = 'any-word';

/** What a workflow names but a new n8n lacks: without it, each node would wear a red mark. */
export class Credentials {
	readonly #ids = new Map<string, string>();

	constructor(
		private readonly n8n: RealN8n,
		private readonly baseUrl: string,
	) {}

	async fillIn(workflow: WorkflowJson): Promise<WorkflowJson> {
		const nodes: WorkflowJson['nodes'] = [];
		for (const node of workflow.nodes) {
			const credentials: Record<string, { id: string; name: string }> = {};
			for (const [type, { name }] of Object.entries(node.credentials ?? {})) {
				credentials[type] = { id: await this.#idOf(type, name), name };
			}
			nodes.push(node.credentials === undefined ? node : { ...node, credentials });
		}
		return { ...workflow, nodes };
	}

	/** A second one of ours, for screens that show what a provider costs: its key is none. */
	async storeOpenAi(name: string): Promise<{ id: string; name: string }> {
		const data = { provider: 'openai', apiKey: KEY };
		const [stored] = await this.n8n.importCredentials([{ name, type: 'offpeakApi', data }]);
		return { id: stored?.id ?? '', name };
	}

	async #idOf(type: string, name: string): Promise<string> {
		const key = `${type} ${name}`;
		const known = this.#ids.get(key);
		if (known !== undefined) return known;
		const data = type === 'offpeakApi' ? localCredential(this.baseUrl, KEY) : {};
		const [stored] = await this.n8n.importCredentials([{ name, type, data }]);
		const id = stored?.id ?? '';
		this.#ids.set(key, id);
		return id;
	}
}
