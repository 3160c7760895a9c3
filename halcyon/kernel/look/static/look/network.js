// Draws the network as a picture. The same facts stand in the tables, which need no script; without cytoscape they are all there is.
const SHAPES = { person: 'ellipse', phone: 'round-rectangle', vehicle: 'round-tag', place: 'pentagon', account: 'diamond', organisation: 'barrel' }

function draw (box) {
  const found = JSON.parse(box.dataset.picture)
  box.hidden = false
  document.getElementById('picture-key').hidden = false
  const still = window.matchMedia('(prefers-reduced-motion: reduce)').matches || found.nodes.length > 60
  const picture = window.cytoscape({
    container: box,
    elements: found,
    layout: { name: 'cose', animate: !still, nodeDimensionsIncludeLabels: true, padding: 24, randomize: true, nodeRepulsion: 9000, idealEdgeLength: 90 },
    style: [
      { selector: 'node', style: { label: 'data(label)', 'text-wrap': 'wrap', 'text-max-width': 120, 'font-size': 11, 'text-valign': 'bottom', 'text-margin-y': 4, 'background-color': '#f3ede2', 'border-width': 2, 'border-color': '#3b4a54', color: '#1b2429', shape: (node) => SHAPES[node.data('kind')] || 'ellipse' } },
      { selector: 'node[step = 0]', style: { 'background-color': '#1d6f82' } },
      { selector: 'node[?concern]', style: { 'border-width': 6 } },
      { selector: 'node[?apart]', style: { 'border-style': 'double', 'border-width': 6 } },
      { selector: 'node[?doubt]', style: { 'border-style': 'dashed' } },
      { selector: 'edge', style: { width: 2, 'line-color': '#6b7a80', 'curve-style': 'bezier' } },
      { selector: 'edge[sort = "link"]', style: { label: 'data(label)', 'font-size': 9, 'text-background-color': '#fff', 'text-background-opacity': 0.85, color: '#1b2429', 'target-arrow-shape': 'triangle', 'target-arrow-color': '#6b7a80' } },
      { selector: 'edge[sort = "record"]', style: { 'line-color': '#c9c2b4', width: 1 } },
      { selector: 'edge[!counts]', style: { 'line-style': 'dashed' } }
    ]
  })
  picture.on('tap', 'node', (event) => { window.location.assign(event.target.data('href')) })
  window.addEventListener('resize', () => { picture.resize(); picture.fit(undefined, 24) })
  box.setAttribute('role', 'img')
  box.setAttribute('aria-label', `A picture of ${found.nodes.length} and ${found.edges.length} lines between them. The tables below say the same.`)
}

window.addEventListener('load', () => {
  const box = document.getElementById('picture')
  if (box && window.cytoscape) draw(box)
})
