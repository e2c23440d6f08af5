export {
  openDeliveryQueue,
  type DeliveryHandlers,
  type DeliveryQueue,
  type DueDelivery,
} from './delivery-queue.js';
export { announceDeliveries, recordPing, recordWebhookEvents } from './record-events.js';
export { WEBHOOK_CHANNEL } from './webhook-channel.js';
