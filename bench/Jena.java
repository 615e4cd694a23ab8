import org.apache.jena.graph.Graph;
import org.apache.jena.riot.Lang;
import org.apache.jena.riot.RDFDataMgr;
import org.apache.jena.riot.RDFParser;
import org.apache.jena.shacl.ShaclValidator;
import org.apache.jena.shacl.Shapes;
import org.apache.jena.shacl.ValidationReport;
import org.apache.jena.sparql.graph.GraphFactory;

/** Validates a file of N-Quads against shapes and prints seconds for loading, seconds for validation, results. */
public final class Jena {
    private Jena() {}

    public static void main(String[] files) {
        long start = System.nanoTime();
        Graph data = GraphFactory.createDefaultGraph();
        RDFParser.source(files[0]).lang(Lang.NTRIPLES).parse(data);
        long loaded = System.nanoTime();
        Shapes shapes = Shapes.parse(RDFDataMgr.loadGraph(files[1]));
        ValidationReport report = ShaclValidator.get().validate(shapes, data);
        long done = System.nanoTime();
        System.out.printf("%.3f %.3f %d%n", (loaded - start) / 1e9, (done - loaded) / 1e9, report.getEntries().size());
    }
}
