import type { IExecuteFunctions } from 'n8n-workflow';
import type { Connection } from '../../core';
import { chooseWait, readWiring, type Wait, type Wiring } from './wiring';

/** One run of a node whose answers may take a while. */
export interface Turn {
	readonly context: IExecuteFunctions;
	readonly connection: Connection;
	readonly wiring: Wiring;
	/** What it does while answers are missing. */
	readonly wait: Wait;
}

export function readTurn(context: IExecuteFunctions, connection: Connection): Turn {
	const wiring = readWiring(context);
	return { context, connection, wiring, wait: chooseWait(context, wiring) };
}
