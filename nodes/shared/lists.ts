import type {
	ILoadOptionsFunctions,
	INodeListSearchItems,
	INodeListSearchResult,
} from 'n8n-workflow';
import type { Connection } from '../../core';
import { toNodeError } from './errors';
import { connect } from './transport';

/** Fills a list of the panel with those entries whose name holds what was typed. */
export async function fillList(
	context: ILoadOptionsFunctions,
	filter: string | undefined,
	load: (connection: Connection) => Promise<readonly INodeListSearchItems[]>,
): Promise<INodeListSearchResult> {
	try {
		const wanted = filter?.toLowerCase() ?? '';
		const entries = await load(await connect(context));
		return { results: entries.filter(({ name }) => name.toLowerCase().includes(wanted)) };
	} catch (error) {
		throw toNodeError(context.getNode(), error);
	}
}
