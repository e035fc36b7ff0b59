/** Output fields that several steps have. */
export const rowFields = [
	{ key: 'rows[]offpeak_id', label: 'Rows Row ID', type: 'string' },
	{ key: 'rows[]offpeak_outcome', label: 'Rows Outcome', type: 'string' },
	{ key: 'rows[]offpeak_reason', label: 'Rows Outcome Reason', type: 'string' },
	{ key: 'failed_rows[]offpeak_id', label: 'Failed Rows Row ID', type: 'string' },
	{ key: 'failed_rows[]offpeak_outcome', label: 'Failed Rows Outcome', type: 'string' },
	{ key: 'failed_rows[]offpeak_reason', label: 'Failed Rows Outcome Reason', type: 'string' },
] as const;

export const reportFields = [
	{ key: 'report_subject', label: 'Report Subject', type: 'string' },
	{ key: 'report_text', label: 'Report Text', type: 'string' },
	{ key: 'report_html', label: 'Report HTML', type: 'string' },
	{ key: 'cost_usd', label: 'Cost (USD)', type: 'number' },
	{ key: 'saved_usd', label: 'Saved (USD)', type: 'number' },
] as const;

/** A batch as a list, a search or a trigger shows it. */
export const jobFields = [
	{ key: 'id', label: 'ID', type: 'string' },
	{ key: 'label', label: 'Label', type: 'string' },
	{ key: 'status', label: 'Status', type: 'string' },
	{ key: 'rows_total', label: 'Rows', type: 'integer' },
	{ key: 'rows_answered', label: 'Rows Answered', type: 'integer' },
	{ key: 'rows_failed', label: 'Rows Failed', type: 'integer' },
	{ key: 'created_at', label: 'Created At', type: 'datetime' },
	{ key: 'ended_at', label: 'Ended At', type: 'datetime' },
	{ key: 'dashboard_url', label: 'Dashboard URL', type: 'string' },
	{ key: 'handle', label: 'Handle', type: 'string' },
] as const;
