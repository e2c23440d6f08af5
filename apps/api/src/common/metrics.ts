import { Injectable } from '@nestjs/common';
import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';

const REQUEST_BUCKETS_S = [0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10];
const STAGE_BUCKETS_S = [0.0002, 0.0005, 0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.5, 1];

/** What `/metrics` tells; one registry a process, or each test's app would add to the others'. */
@Injectable()
export class Metrics {
  readonly registry = new Registry();

  private readonly requests = new Histogram({
    name: 'inkling_http_request_duration_seconds',
    help: 'Time from the arrival of a request until its answer was sent',
    labelNames: ['method', 'route', 'status'],
    buckets: REQUEST_BUCKETS_S,
    registers: [this.registry],
  });

  private readonly stages = new Histogram({
    name: 'inkling_prediction_stage_duration_seconds',
    help: 'Time that the stages of predictions took',
    labelNames: ['network', 'input', 'stage'],
    buckets: STAGE_BUCKETS_S,
    registers: [this.registry],
  });

  private readonly deliveries = new Counter({
    name: 'inkling_webhook_attempts_total',
    help: 'Requests to webhooks: delivered, to be retried, or failed for good',
    labelNames: ['result'],
    registers: [this.registry],
  });

  constructor() {
    collectDefaultMetrics({ register: this.registry, prefix: 'inkling_' });
  }

  observeRequest(method: string, route: string, status: number, seconds: number): void {
    this.requests.observe({ method, route, status }, seconds);
  }

  observePrediction(
    network: string,
    input: string,
    stagesMs: Readonly<Record<'preprocess' | 'model' | 'memory' | 'record' | 'total', number>>,
  ): void {
    for (const [stage, ms] of Object.entries(stagesMs)) {
      this.stages.observe({ network, input, stage }, ms / 1000);
    }
  }

  countDelivery(result: 'delivered' | 'retried' | 'failed'): void {
    this.deliveries.inc({ result });
  }

  /** A figure that is read when somebody asks. */
  gauge(name: string, help: string, labelNames: string[], read: (gauge: Gauge) => void): void {
    new Gauge({
      name,
      help,
      labelNames,
      registers: [this.registry],
      collect() {
        this.reset();
        read(this);
      },
    });
  }
}
