import { BarChart, LineChart } from 'echarts/charts';
import { GridComponent, MarkLineComponent, TooltipComponent } from 'echarts/components';
import { LabelLayout } from 'echarts/features';
import { use } from 'echarts/core';
import { SVGRenderer } from 'echarts/renderers';

// Only what our charts draw with; the whole library is several times as large.
use([
  BarChart,
  LineChart,
  GridComponent,
  MarkLineComponent,
  TooltipComponent,
  LabelLayout,
  SVGRenderer,
]);

export { default as VChart } from 'vue-echarts';
