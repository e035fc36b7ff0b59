// Imported before n8n-core, which reads it once: its logger prints every error that a test provokes.
process.env['N8N_LOG_LEVEL'] ??= 'silent';
