/** How the test tells n8n's process which hosts are stood in for, and where. */
export const HOSTS_VARIABLE = 'OFFPEAK_STAND_IN_HOSTS';
export const PORT_VARIABLE = 'OFFPEAK_STAND_IN_PORT';
