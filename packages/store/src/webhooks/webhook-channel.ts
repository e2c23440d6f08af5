/** NOTIFY channel: deliveries of webhooks were written. Without a payload. */
export const WEBHOOK_CHANNEL = 'inkling_webhooks';
