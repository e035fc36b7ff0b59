/** What several steps put out: one name, one label and one type each. */
export const FIELD = {
	id: { key: 'id', label: 'ID', type: 'string' },
	label: { key: 'label', label: 'Label', type: 'string' },
	status: { key: 'status', label: 'Status', type: 'string' },
	isDone: { key: 'is_done', label: 'Is Done', type: 'boolean' },
	note: { key: 'note', label: 'Note', type: 'string' },
	rowsTotal: { key: 'rows_total', label: 'Rows', type: 'integer' },
	rowsAnswered: { key: 'rows_answered', label: 'Rows Answered', type: 'integer' },
	rowsFailed: { key: 'rows_failed', label: 'Rows Failed', type: 'integer' },
	rowsLeftOut: { key: 'rows_left_out', label: 'Rows Left Out', type: 'integer' },
	createdAt: { key: 'created_at', label: 'Created At', type: 'datetime' },
	endedAt: { key: 'ended_at', label: 'Ended At', type: 'datetime' },
	dashboardUrl: { key: 'dashboard_url', label: 'Dashboard URL', type: 'string' },
	resultsFile: { key: 'results_file', label: 'Results File', type: 'file' },
	handle: { key: 'handle', label: 'Handle', type: 'string' },
} as const;

/** Output fields that several steps have. */
export const rowFields = [
	{ key: 'rows[]offpeak_id', label: 'Rows Row ID', type: 'string' },
	{ key: 'rows[]offpeak_outcome', label: 'Rows Result', type: 'string' },
	{ key: 'rows[]offpeak_reason', label: 'Rows Result Reason', type: 'string' },
	{ key: 'rows[]offpeak_cost', label: 'Rows Cost (USD)', type: 'number' },
	{ key: 'failed_rows[]offpeak_id', label: 'Failed Rows Row ID', type: 'string' },
	{ key: 'failed_rows[]offpeak_outcome', label: 'Failed Rows Result', type: 'string' },
	{ key: 'failed_rows[]offpeak_reason', label: 'Failed Rows Result Reason', type: 'string' },
	{ key: 'failed_rows[]offpeak_cost', label: 'Failed Rows Cost (USD)', type: 'number' },
] as const;

export const reportFields = [
	{ key: 'report_subject', label: 'Report Subject', type: 'string' },
	{ key: 'report_text', label: 'Report Text', type: 'string' },
	{ key: 'report_html', label: 'Report HTML', type: 'string' },
	{ key: 'report_json', label: 'Report JSON', type: 'string' },
	{ key: 'cost_usd', label: 'Cost (USD)', type: 'number' },
	{ key: 'one_by_one_usd', label: 'Cost One by One (USD)', type: 'number' },
	{ key: 'saved_usd', label: 'Saved (USD)', type: 'number' },
	{ key: 'saved_percent', label: 'Saved (Percent)', type: 'integer' },
	{ key: 'price_source', label: 'Price Source', type: 'string' },
	{ key: 'wall_seconds', label: 'Time Taken (Seconds)', type: 'integer' },
] as const;

/** A batch as a list, a search or a trigger shows it. */
export const jobFields = [
	FIELD.id,
	FIELD.label,
	FIELD.status,
	FIELD.rowsTotal,
	FIELD.rowsAnswered,
	FIELD.rowsFailed,
	FIELD.createdAt,
	FIELD.endedAt,
	FIELD.dashboardUrl,
	FIELD.handle,
] as const;
