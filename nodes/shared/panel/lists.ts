import type {
	ILoadOptionsFunctions,
	INodeListSearchItems,
	INodeListSearchResult,
} from 'n8n-workflow';
import type { Connection } from '../../../core';
import { toNodeError } from '../errors';
import type { Service } from '../service';
import { connect } from '../connect';

/** What n8n calls to fill a list of the panel. */
export type ListSearch = (
	this: ILoadOptionsFunctions,
	filter?: string,
) => Promise<INodeListSearchResult>;

/** Fills a list of the panel with those entries whose name holds what was typed. */
export async function fillList(
	context: ILoadOptionsFunctions,
	service: Service,
	filter: string | undefined,
	load: (connection: Connection) => Promise<readonly INodeListSearchItems[]>,
): Promise<INodeListSearchResult> {
	try {
		const wanted = filter?.toLowerCase() ?? '';
		const entries = await load(await connect(context, service));
		return { results: entries.filter(({ name }) => name.toLowerCase().includes(wanted)) };
	} catch (error) {
		throw toNodeError(context.getNode(), error);
	}
}
